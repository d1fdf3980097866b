export const compose = {
  'compose.bar': 'IAPosteManager',
  'compose.more': 'Más',
} as const;
