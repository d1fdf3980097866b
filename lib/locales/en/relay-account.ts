export const relayAccount = {
  'relay-account.name': 'Relay',
} as const;
