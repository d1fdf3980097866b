import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A sealed secret does not open: another key, another account, or a changed byte. */
export class SealError extends Error {
  constructor() {
    super('a stored secret cannot be read: was SECRET_KEY changed?');
    this.name = 'SealError';
  }
}

const ALGORITHM = 'aes-256-gcm';

/**
 * Seals a secret with AES-256-GCM.
 * @param key 32 bytes
 * @param owner what it belongs to; it opens nowhere else
 * @returns `v1.<nonce>.<tag>.<sealed>`, base64url
 */
export function sealSecret(key: Buffer, owner: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return ['v1', ...parts].join('.');
}

/** @throws {SealError} */
export function openSecret(key: Buffer, owner: string, text: string): string {
  const [version, ...parts] = text.split('.');
  const [nonce, tag, sealed] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== 'v1' || !nonce || !tag || !sealed || tag.length !== 16) throw new SealError();
  try {
    const cipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: 16 });
    cipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    return Buffer.concat([cipher.update(sealed), cipher.final()]).toString('utf8');
  } catch {
    throw new SealError();
  }
}
