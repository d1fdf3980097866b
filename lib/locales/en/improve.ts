export const improve = {
  'improve.name': 'Improve',
  'improve.improve': 'Improve',
} as const;
