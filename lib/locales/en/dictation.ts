export const dictation = {
  'dictation.name': 'Dictation',
  'dictation.dictate': 'Dictate',
} as const;
