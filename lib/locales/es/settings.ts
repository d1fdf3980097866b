export const settings = {
  'settings.name': 'Ajustes',
} as const;
