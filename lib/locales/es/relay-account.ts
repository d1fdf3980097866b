export const relayAccount = {
  'relay-account.name': 'Relé',
} as const;
