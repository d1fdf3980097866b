import { expect, it } from 'vitest';
import { composeLink, mailPlaces } from '@/lib/core/mail/compose-link';

const mail = { to: ['a@x.fr', 'b@y.fr'], subject: 'Été & co', body: 'Bonjour,\nà 50 % + plus' };

it('fills in everything, as each place reads it', () => {
  const gmail = new URL(composeLink('gmail', mail).url);
  expect(Object.fromEntries(gmail.searchParams)).toEqual({
    view: 'cm',
    fs: '1',
    to: 'a@x.fr,b@y.fr',
    su: 'Été & co',
    body: 'Bonjour,\r\nà 50 % + plus',
  });
  const outlook = new URL(composeLink('outlook', mail).url);
  expect(outlook.pathname).toBe('/mail/deeplink/compose');
  expect(Object.fromEntries(outlook.searchParams)).toEqual({
    to: 'a@x.fr;b@y.fr',
    subject: 'Été & co',
    body: 'Bonjour,\r\nà 50 % + plus',
  });
  expect(composeLink('program', mail).url).toBe(
    'mailto:a@x.fr,b@y.fr?subject=%C3%89t%C3%A9%20%26%20co&body=Bonjour%2C%0D%0A%C3%A0%2050%20%25%20%2B%20plus',
  );
});

it.each(mailPlaces)('%s: an empty mail, a long text and half a character do no harm', (place) => {
  expect(composeLink(place, { to: [], subject: '', body: '' })).toMatchObject({ withBody: true });
  const long = composeLink(place, { ...mail, body: 'é'.repeat(3_000) });
  expect(long.withBody).toBe(false);
  expect(long.url).not.toContain('body');
  expect(decodeURIComponent(long.url)).toContain('Été & co');
  const crowd = Array.from({ length: 900 }, (_, number) => `someone${number}@example.org`);
  const { url, withBody, left } = composeLink(place, {
    to: crowd,
    subject: 'x'.repeat(9_000),
    body: 'y',
  });
  // Who did not fit is counted, so that nobody is left out in silence.
  expect(left).toBe(880);
  expect(url.length).toBeLessThan(2_000);
  expect(withBody).toBe(false);
  expect(() => composeLink(place, { ...mail, body: '\ud800' })).not.toThrow();
});
