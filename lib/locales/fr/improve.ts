export const improve = {
  'improve.name': 'Amélioration',
  'improve.improve': 'Améliorer',
} as const;
