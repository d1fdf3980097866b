export const dictation = {
  'dictation.name': 'Dictado',
  'dictation.dictate': 'Dictar',
} as const;
