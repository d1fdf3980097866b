export const batch = {
  'batch.name': 'Envíos',
} as const;
