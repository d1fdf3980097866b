export const templates = {
  'templates.name': 'Plantillas',
} as const;
