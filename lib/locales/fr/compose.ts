export const compose = {
  'compose.bar': 'IAPosteManager',
  'compose.more': 'Plus',
} as const;
