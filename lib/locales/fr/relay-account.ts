export const relayAccount = {
  'relay-account.name': 'Relais',
} as const;
