import { expect, it } from 'vitest';
import { decodeText, tableEncodings } from '@/lib/core/table/decode-text';

const word = 'Prénom;été\n';
const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index += 1) {
    view.setUint16(index * 2, text.charCodeAt(index), little);
  }
  return bytes;
};

it.each([
  ['UTF-8', new TextEncoder().encode(word), 'utf-8'],
  ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${word}`), 'utf-8'],
  ['UTF-16 little endian with a mark', utf16(`\ufeff${word}`, true), 'utf-16le'],
  ['UTF-16 big endian with a mark', utf16(`\ufeff${word}`, false), 'utf-16be'],
  ['UTF-16 without a mark', utf16(word, true), 'utf-16le'],
  ['UTF-16 big endian without a mark', utf16(word, false), 'utf-16be'],
  [
    'Mac Roman',
    Uint8Array.from([...word].map((c) => (c === 'é' ? 0x8e : c.charCodeAt(0)))),
    'macintosh',
  ],
  ['Windows-1252', new Uint8Array([...word].map((letter) => letter.charCodeAt(0))), 'windows-1252'],
] as const)('S25: reads %s', (_, bytes, encoding) => {
  expect(decodeText(bytes)).toEqual({ text: word, encoding });
});

it('lets the user overrule the guess', () => {
  const bytes = new TextEncoder().encode('é');
  expect(decodeText(bytes, 'windows-1252').text).toBe('Ã©');
  expect(decodeText(Uint8Array.of(0xa3), 'windows-1250').text).toBe('Ł');
});

it('every encoding that is offered is known to browsers', () => {
  for (const name of Object.keys(tableEncodings)) expect(new TextDecoder(name).encoding).toBe(name);
});

it('an apostrophe, an œ and a dash of Windows are not taken for letters of a Mac', () => {
  const windows = Uint8Array.from('l\u0092\u009cuvre d\u0092a \u0096 S\u009curs', (c) =>
    c.charCodeAt(0),
  );
  expect(decodeText(windows)).toEqual({ text: 'l’œuvre d’a – Sœurs', encoding: 'windows-1252' });
});

it('S25: shows what cannot be read instead of failing', () => {
  const lone = new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]);
  expect(decodeText(lone).text).toBe('�A');
  const broken = new Uint8Array([0xef, 0xbb, 0xbf, 0x41, 0xff]);
  expect(decodeText(broken)).toEqual({ text: 'A�', encoding: 'utf-8' });
});

it('S25: one bad byte does not spoil every name of the file', () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('Zoé\nÉlodie\n'), 0xe9, 0x0a]);
  expect(decodeText(bytes)).toEqual({ text: 'Zoé\nÉlodie\n�\n', encoding: 'utf-8' });
});
