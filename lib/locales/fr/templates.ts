export const templates = {
  'templates.name': 'Modèles',
} as const;
