/** Ids of all features. The id is the folder, the message prefix and the locale prefix. */
export const featureIds = [
  'dictation',
  'improve',
  'templates',
  'contacts',
  'batch',
  'relay-account',
  'quick-compose',
  'settings',
] as const;
export type FeatureId = (typeof featureIds)[number];
