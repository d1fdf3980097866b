import { createHash, type KeyObject, verify } from 'node:crypto';

/** Fields of a DKIM-Signature, and whether it is right. */
export type DkimResult = { ok: boolean; signed: string[]; domain: string; selector: string };

type Header = { name: string; raw: string };

/** Verifies the first DKIM-Signature of a message as RFC 6376 says, relaxed/relaxed, rsa-sha256 only. */
export function verifyDkim(message: string, key: KeyObject): DkimResult {
  const end = message.indexOf('\r\n\r\n');
  const headers = readHeaders(message.slice(0, end));
  const signature = headers.find((header) => header.name === 'dkim-signature');
  if (!signature) return { ok: false, signed: [], domain: '', selector: '' };
  const value = signature.raw.slice(signature.raw.indexOf(':') + 1);
  const tags = Object.fromEntries(
    value.split(';').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), part.slice(at + 1).replace(/\s+/g, '')];
    }),
  );
  const signed = (tags.h ?? '').split(':').map((name: string) => name.toLowerCase());
  const bodyHash = createHash('sha256')
    .update(relaxedBody(message.slice(end + 4)))
    .digest('base64');
  // From the bottom up: a name listed twice means the last two of that name.
  const rest = [...headers].reverse();
  const chosen = signed.flatMap((name: string) => {
    const at = rest.findIndex((header) => header.name === name);
    return at < 0 ? [] : rest.splice(at, 1);
  });
  const own = { ...signature, raw: signature.raw.replace(/(\bb=)[^;]*$/, '$1') };
  const data = [
    ...chosen.map((header: Header) => `${relaxedHeader(header)}\r\n`),
    relaxedHeader(own),
  ].join('');
  const right = verify('sha256', Buffer.from(data), key, Buffer.from(tags.b ?? '', 'base64'));
  return {
    ok: tags.bh === bodyHash && right && tags.a === 'rsa-sha256',
    signed,
    domain: tags.d ?? '',
    selector: tags.s ?? '',
  };
}

const readHeaders = (text: string): Header[] =>
  text
    .replace(/\r\n(?=[ \t])/g, '\u0000')
    .split('\r\n')
    .map((line) => ({
      name: line.slice(0, line.indexOf(':')).trim().toLowerCase(),
      raw: line.replaceAll('\u0000', '\r\n'),
    }));

function relaxedHeader({ name, raw }: Header): string {
  const value = raw
    .slice(raw.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${name}:${value}`;
}

function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
}
