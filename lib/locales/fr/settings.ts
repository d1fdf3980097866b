export const settings = {
  'settings.name': 'Réglages',
} as const;
