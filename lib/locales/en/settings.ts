export const settings = {
  'settings.name': 'Settings',
} as const;
