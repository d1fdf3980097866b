import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';

/** Where receivers find the public key: `<selector>._domainkey.<domain>`. */
export type DkimConfig = { domain: string; selector: string; privateKey: string };

/**
 * What is signed. Beyond nodemailer's own list: List-Unsubscribe-Post, which RFC 8058 §4 wants covered, or the
 * one-click button does not appear; and X-Batch-Id.
 */
const SIGNED_FIELDS = [
  'From',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'To',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'X-Batch-Id',
].join(':');

/** True when a signature of this domain speaks for the address: the domain itself, or one above it. */
export function signsFor(dkim: DkimConfig, address: string): boolean {
  const domain = (address.split('@')[1] ?? '').toLowerCase();
  const own = dkim.domain.toLowerCase();
  return domain === own || domain.endsWith(`.${own}`);
}

/** Puts a DKIM-Signature (RFC 6376, rsa-sha256, relaxed/relaxed) before a finished message. */
export function dkimSigner(dkim: DkimConfig): (message: Buffer) => Promise<Buffer> {
  const signer = new DKIM({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.privateKey,
    headerFieldNames: SIGNED_FIELDS,
  });
  return async (message) => buffer(signer.sign(message));
}
