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

it('what happened on the way to the mail server is told apart from what the server said', () => {
  const lines: [string, string][] = [
    ['Connection closed', 'broken'],
    ['Connection closed unexpectedly', 'broken'],
    ['the server closed the connection', 'broken'],
    ['read ECONNRESET', 'broken'],
    ['Connection timeout', 'silent'],
    ['Greeting never received', 'silent'],
    ['no answer within 500 ms', 'silent'],
    ['no session within 60000 ms', 'silent'],
    ['connect ECONNREFUSED 192.0.2.1:587', 'unreachable'],
    ['getaddrinfo ENOTFOUND smtp.x.test', 'unreachable'],
    ['this server has no address', 'unreachable'],
    ['the token service fails (500)', 'unreachable'],
    ['unable to verify the first certificate', 'insecure'],
    ['Error initiating TLS - wrong version number', 'insecure'],
    ['the relay stopped while the server was taking this message; it may have arrived', 'stopped'],
    ['restored from a backup; it may have been sent after the backup was made', 'restored'],
  ];
  for (const [words, line] of lines) {
    expect(readMailFault(words), words).toEqual({ kind: 'line', said: '', line });
  }
  const servers: [string, string][] = [
    ['421 4.4.2 Connection timed out, closed', '421 4.4.2 Connection timed out, closed'],
    ['Message failed: 451-4.3.0 later\r\n451 please', '451-4.3.0 later\r\n451 please'],
    ['Invalid greeting. response=554 go away', '554 go away'],
    ['what nobody has heard of', 'what nobody has heard of'],
  ];
  for (const [words, said] of servers) {
    expect(readMailFault(words), words).toEqual({ kind: 'server', said });
  }
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
