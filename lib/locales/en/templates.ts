export const templates = {
  'templates.name': 'Templates',
} as const;
