export const batch = {
  'batch.name': 'Batches',
} as const;
