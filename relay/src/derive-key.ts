import { hkdfSync } from 'node:crypto';

/** A 32-byte key for one purpose, from `SECRET_KEY`: no purpose can stand in for another. */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'iapostemanager', purpose, 32));
}
