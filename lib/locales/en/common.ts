export const common = {
  'common.close': 'Close',
  'common.cancel': 'Cancel',
  'common.copy': 'Copy',
  'common.copied': 'Copied',
  'common.retry': 'Try again',
  'common.delete': 'Delete',
  'common.undo': 'Undo',
  'common.details': 'Details',
  'common.save': 'Save',
  'common.clearSearch': 'Clear the search',
  'common.loading': 'Loading…',
  'common.openSettings': 'Open settings',
} as const;
