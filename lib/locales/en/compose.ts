export const compose = {
  'compose.bar': 'IAPosteManager',
  'compose.more': 'More',
} as const;
