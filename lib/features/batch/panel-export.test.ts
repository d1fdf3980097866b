import Papa from 'papaparse';
import { afterEach, expect, it } from 'vitest';
import { applyLanguage } from '@/lib/platform/translate';
import type { Recipient } from './messages';
import { writeRecipients } from './panel-export';

const recipient = (part: Partial<Recipient>): Recipient => ({
  index: 0,
  address: 'claire@x.fr',
  state: 'sent',
  messageId: '<m1@relay.test>',
  attempts: 1,
  lastError: null,
  sentAt: '2026-11-26T08:30:00.000Z',
  kept: false,
  ...part,
});
const people = [
  recipient({ name: 'Claire "la grande"; Martin', fields: { prenom: 'Claire', Nom: '=1+1' } }),
  recipient({
    address: 'luc@x.fr',
    state: 'failed',
    lastError: '-550 "no; such user"\r\nbye',
    sentAt: null,
    attempts: 3,
    fields: { prenom: '@SUM(A1)', '+cmd': 0, actif: false },
  }),
  recipient({ address: 'zoe@x.fr', kept: true, name: null, fields: {} }),
];

afterEach(() => applyLanguage('en'));

it('S24: name and values of each recipient, in the reader’s words and on their clock; no cell is a formula', async () => {
  await applyLanguage('fr');
  const text = writeRecipients(people, 'Europe/Paris');
  expect(text.startsWith('\ufeff')).toBe(true);
  const { data } = Papa.parse<string[]>(text.slice(1).trimEnd(), { delimiter: ';' });
  expect(data).toEqual([
    "Courriel|Nom complet|Issue|Heure (Europe/Paris)|Réponse|Essais|Message-ID|prenom|Nom|'+cmd|actif".split(
      '|',
    ),
    ['claire@x.fr', 'Claire "la grande"; Martin', 'envoyé', '2026-11-26 09:30', '', '1'].concat([
      '<m1@relay.test>',
      'Claire',
      "'=1+1",
      '',
      '',
    ]),
    ['luc@x.fr', '', 'en échec', '', '\'-550 "no; such user"\r\nbye', '3'].concat([
      '<m1@relay.test>',
      "'@SUM(A1)",
      '',
      '0',
      'false',
    ]),
    ['zoe@x.fr', '', 'gardé au relais', '2026-11-26 09:30', '', '1'].concat([
      '<m1@relay.test>',
      '',
      '',
      '',
      '',
    ]),
  ]);
});

it('a value that is called like a heading keeps its name', async () => {
  await applyLanguage('en');
  const [head = ''] = writeRecipients([recipient({ fields: { Name: 'x' } })], 'UTC').split('\r\n');
  expect(head).toBe('\ufeffAddress,Name *,Outcome,Time (UTC),Answer,Tries,Message ID,Name');
});
