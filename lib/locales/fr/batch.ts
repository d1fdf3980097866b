export const batch = {
  'batch.name': 'Envois',
} as const;
