export const improve = {
  'improve.name': 'Mejora',
  'improve.improve': 'Mejorar',
} as const;
