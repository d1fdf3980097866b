export const dictation = {
  'dictation.name': 'Dictée',
  'dictation.dictate': 'Dicter',
} as const;
