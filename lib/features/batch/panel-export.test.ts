import Papa from 'papaparse';
import { afterEach, expect, it } from 'vitest';
import { applyLanguage } from '@/lib/platform/translate';
import type { Recipient } from './messages';
import { exportName, writeRecipients } from './panel-export';

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
    "Adresse|Nom complet|Résultat|Envoyé / Gardé (Europe/Paris)|Ce qui s’est passé|Essais|Message-ID|prenom|Nom|'+cmd|actif".split(
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
  const one = recipient({ kept: true, fields: { 'Full name': 'x' } });
  const [head = ''] = writeRecipients([one], 'UTC').split('\r\n');
  expect(head).toBe(
    '\ufeffAddress,Full name *,Outcome,Kept (UTC),What happened,Tries,Message-ID,Full name',
  );
});

it('what happened is told in the reader’s language, and what a mail server said in its own words', async () => {
  const told = (lastError: string) => {
    const text = writeRecipients([recipient({ lastError })], 'UTC').slice(1);
    return Papa.parse<string[]>(text.trimEnd()).data[1]?.[4];
  };
  const empty =
    'message: it has neither a subject nor any text; fields that this recipient lacks are left empty';
  await applyLanguage('fr');
  expect(told('Connection closed')).toBe('La connexion avec le serveur de mail s’est rompue.');
  expect(told(empty)).toBe('Il n’a ni objet ni texte.');
  await applyLanguage('es');
  expect(told('no answer within 120000 ms')).toBe('El servidor de correo no respondió a tiempo.');
  expect(told('Message failed: 451 4.3.0 try later')).toBe('451 4.3.0 try later');
});

it('the file is called like the batch, and by its day where a file system takes nothing of that', async () => {
  const nameOf = (name: string) =>
    exportName({ name, createdAt: '2026-11-26T23:30:00.000Z' }, 'Europe/Paris');
  await applyLanguage('fr');
  expect(nameOf('Vœux: 2026/27?')).toBe('Vœux 2026 27.csv');
  expect(nameOf(' ...:?* ')).toBe('envoi-2026-11-27.csv');
  await applyLanguage('en');
  expect(nameOf('')).toBe('batch-2026-11-27.csv');
});
