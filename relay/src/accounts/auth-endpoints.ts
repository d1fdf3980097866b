/** The header in which the relay itself writes the peer's address; one sent by a client is replaced. */
export const CLIENT_IP_HEADER = 'x-relay-client-ip';

/** The only endpoints of better-auth the relay lets through; no sign-up, no mail change, no social sign-in. */
export const AUTH_ENDPOINTS = [
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'POST /change-password',
  'POST /two-factor/enable',
  'POST /two-factor/disable',
  'POST /two-factor/verify-totp',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/generate-backup-codes',
] as const;
