import { expect, it } from 'vitest';
import { isBlank, isEmptyMail, readMailFault } from '@/lib/core/mail/mail-fault';

it('what the relay could not make is not said to be the word of the mail server', () => {
  const empty =
    'message: it has neither a subject nor any text; fields that this recipient lacks are left empty';
  expect(readMailFault(empty)).toEqual({ kind: 'empty', said: '' });
  expect(readMailFault('template: took too long')).toEqual({
    kind: 'unmade',
    said: 'took too long',
  });
  expect(readMailFault('550 5.6.0 message: refused')).toEqual({
    kind: 'server',
    said: '550 5.6.0 message: refused',
  });
  expect(readMailFault('')).toEqual({ kind: 'server', said: '' });
});

it('blanks and signs without a shape are nothing to read; a picture is', () => {
  for (const text of ['', ' \n\t', '\u00a0\u202f', '\u200b\u2060\ufeff', '\u00ad']) {
    expect(isBlank(text), JSON.stringify(text)).toBe(true);
  }
  expect(isBlank('.')).toBe(false);
  expect(isEmptyMail({ subject: ' ', html: '<p>\u200b</p>', text: '\u200b' })).toBe(true);
  expect(isEmptyMail({ subject: '', html: '<p><img src="x"></p>', text: '' })).toBe(false);
  expect(isEmptyMail({ subject: 'S', html: '', text: '' })).toBe(false);
});
