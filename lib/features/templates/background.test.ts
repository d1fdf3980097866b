// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { registerTemplates } from './background';
import { announceTemplates } from './changes';
import { type TemplateContent, templateMessages, templatePageMessages } from './messages';
import { purgeTemplates } from './store';

const pages = templatePageMessages;
const compose = templateMessages;
const content: TemplateContent = {
  name: 'Relance',
  category: 'Factures',
  language: 'fr',
  subject: 'Facture\u00a0: {{ numero }}  & suite',
  html: '<div>Bonjour {{ prenom | default: "Madame, Monsieur" }},</div><div>Réf. {{ numero }}</div>',
  shortcut: 'relance',
  favourite: false,
};
const all = { query: '', category: '', language: '', favourites: false, limit: 50 } as const;

let count = 0;
function newId(): string {
  count += 1;
  return `t${count}`;
}

async function save(
  change: Partial<TemplateContent> = {},
  { id = newId(), session = 'a', basedOn = 0 } = {},
): Promise<string> {
  await pages.send('templates.save', { id, content: { ...content, ...change }, session, basedOn });
  return id;
}

sendAsOwnPage();
registerTemplates();

beforeEach(async () => {
  await database.templates.clear();
  await database.templateVersions.clear();
  await database.contacts.clear();
  announceTemplates();
});

describe('X19: two windows edit the same template', () => {
  test('the last write stands, what it replaced is in the history, and the second is told', async () => {
    const id = await save({ name: 'first' }, { session: 'a' });
    const { updatedAt } = (await pages.send('templates.read', { id }))!.template;
    const text = (name: string, session: string, basedOn: number) => ({
      id,
      session,
      basedOn,
      content: { ...content, name },
    });
    const a = await pages.send('templates.save', text('from a', 'a', updatedAt));
    expect(a.replacedOther).toBe(false);
    // b opened before a wrote.
    const b = await pages.send('templates.save', text('from b', 'b', updatedAt));
    expect(b.replacedOther).toBe(true);
    const again = await pages.send('templates.save', text('from b, more', 'b', b.updatedAt));
    expect(again.replacedOther).toBe(false);
    await pages.send('templates.save', text('from a again', 'a', a.updatedAt));
    expect((await pages.send('templates.read', { id }))?.template.name).toBe('from a again');
    const versions = await pages.send('templates.versions', { id });
    expect(versions.map(({ name }) => name)).toEqual(['from b, more', 'from a']);
  });

  test('the state from before an editor was opened is kept', async () => {
    await pages.send('templates.import', { templates: [content], dryRun: false });
    const [row] = await database.templates.toArray();
    await save({ html: '<div>new</div>' }, { id: row!.id, basedOn: row!.updatedAt });
    await save({ html: '<div>newer</div>' }, { id: row!.id });
    const versions = await pages.send('templates.versions', { id: row!.id });
    expect(versions.map(({ html }) => html)).toEqual([content.html]);
  });

  test('who has seen the newest state replaces nobody’s; the same text is no state of its own', async () => {
    const id = await save({ name: 'One' }, { session: 'a' });
    const seen = (await pages.send('templates.read', { id }))!.template.updatedAt;
    const same = { ...content, name: 'One' };
    const write = (name: string, session: string, basedOn: number) =>
      pages.send('templates.save', { id, session, basedOn, content: { ...same, name } });
    const b = await write('One', 'b', seen);
    expect(b.replacedOther).toBe(false);
    expect(await pages.send('templates.versions', { id })).toEqual([]);
    expect((await write('Two', 'c', b.updatedAt)).replacedOther).toBe(false);
    expect(await pages.send('templates.versions', { id })).toHaveLength(1);
  });

  test('of very many states the newest fifty are kept', async () => {
    const id = await save({ name: '0' }, { session: 's0' });
    for (let turn = 1; turn <= 53; turn += 1) {
      await save({ name: String(turn) }, { id, session: `s${turn}` });
    }
    const versions = await pages.send('templates.versions', { id });
    expect(versions).toHaveLength(50);
    expect(versions.map(({ name }) => name)).toEqual(
      Array.from({ length: 50 }, (_, at) => String(52 - at)),
    );
  });
});

test('the list: search, category, language, favourites, and what there is', async () => {
  await save({ name: 'Devis', category: 'Ventes', language: 'en', favourite: true });
  await save({ name: 'Été', category: 'Congés', shortcut: '' });
  await save();
  const list = async (query: object) => {
    const page = await pages.send('templates.list', { ...all, ...query });
    return page.items.map(({ name }) => name);
  };
  expect(await list({ query: 'ete' })).toEqual(['Été']);
  expect(await list({ category: 'Ventes' })).toEqual(['Devis']);
  // Written within one millisecond: either may be the later one.
  expect((await list({ language: 'fr' })).sort()).toEqual(['Relance', 'Été']);
  expect(await list({ favourites: true })).toEqual(['Devis']);
  const page = await pages.send('templates.list', { ...all, limit: 1 });
  expect(page).toMatchObject({ total: 3, all: 3, categories: ['Congés', 'Factures', 'Ventes'] });
  expect(page.items[0]?.text).toContain('Madame, Monsieur');
});

test('a shortcut belongs to one template; a deleted one gives it back', async () => {
  const first = await save({ name: 'One', shortcut: 'rdv' });
  const answer = await pages.send('templates.save', {
    id: 'x',
    session: 'a',
    basedOn: 0,
    content: { ...content, name: 'Two', shortcut: 'RDV' },
  });
  expect(answer.shortcutTakenBy).toBe('One');
  await pages.send('templates.delete', { id: first });
  await save({ name: 'Two', shortcut: 'rdv' }, { id: 'x' });
  await pages.send('templates.undelete', { id: first });
  expect(await compose.send('templates.shortcuts')).toEqual([{ form: 'rdv', id: 'x' }]);
});

test('deleted, undone, deleted and gone', async () => {
  const id = await save();
  await pages.send('templates.delete', { id });
  expect(await compose.send('templates.get', { id })).toBeNull();
  expect(await compose.send('templates.search', { query: '', limit: 9 })).toEqual([]);
  await purgeTemplates(Date.now() - 30_000);
  await pages.send('templates.undelete', { id });
  expect((await compose.send('templates.get', { id }))?.name).toBe('Relance');
  await pages.send('templates.delete', { id });
  await purgeTemplates(Date.now());
  expect(await database.templates.count()).toBe(0);
});

test('fields are filled from the recipient, then from the contact; the text is filled and escaped', async () => {
  const id = await save({
    html: '<div>{{ prenom }} {{ societe }} {{ ville | default: "Lyon" }}</div>',
  });
  const fields = await compose.send('templates.fields', {
    id,
    recipient: 'Claire Martin <claire@x.fr>',
  });
  expect(fields).toEqual([
    { name: 'numero', fallback: null, value: '', concept: 'number', words: '' },
    { name: 'prenom', fallback: null, value: 'Claire', concept: 'first', words: '' },
    { name: 'societe', fallback: null, value: '', concept: 'organisation', words: '' },
    { name: 'ville', fallback: 'Lyon', value: '', concept: null, words: 'Ville' },
  ]);
  await database.contacts.add({
    id: 'c',
    email: 'claire@x.fr',
    name: 'Claire Durand',
    organisation: 'Atelier & Fils',
    category: '',
    fields: { Ville: 'Nantes' },
    createdAt: 1,
    updatedAt: 1,
  });
  const known = await compose.send('templates.fields', { id, recipient: 'CLAIRE@x.fr' });
  expect(known.map(({ value }) => value)).toEqual(['', 'Claire', 'Atelier & Fils', 'Nantes']);
  const values = { numero: '12', prenom: 'Claire', societe: 'Atelier & Fils' };
  expect(await compose.send('templates.fill', { id, values })).toEqual({
    subject: 'Facture\u00a0: 12 & suite',
    html: '<div>Claire Atelier &amp; Fils Lyon</div>',
    text: 'Claire Atelier & Fils Lyon',
    rich: null,
    gaps: [],
    pictures: 0,
  });
});

test('a variable that is spelled with and without accents is asked for once', async () => {
  const id = await save({
    subject: '{{ Ville }}',
    html: '<div>{{ prénom }} {{ prenom }} {{ ville }}</div>',
  });
  const fields = await compose.send('templates.fields', { id, recipient: '' });
  expect(fields.map(({ name }) => name)).toEqual(['Ville', 'prénom']);
  const values = { Ville: 'Lyon', prénom: 'Zoé' };
  expect(await compose.send('templates.fill', { id, values })).toMatchObject({
    subject: 'Lyon',
    text: 'Zoé Zoé Lyon',
    gaps: [],
  });
  const empty = await compose.send('templates.fill', { id, values: {} });
  expect(empty.gaps).toEqual(['Ville', 'prénom']);
});

test('what would be a hole is named, and formatting travels as data', async () => {
  const id = await save({
    html: '<div><b>{{ montant }}</b> pour {{ prenom | default: "vous" }}<img src="a.png"></div>',
  });
  const values = { numero: ' ', montant: '<12>', prenom: '' };
  expect(await compose.send('templates.fill', { id, values })).toMatchObject({
    text: '<12> pour vous',
    rich: [{ tag: 'div', children: [{ tag: 'b', children: ['<12>'] }, ' pour vous'] }],
    gaps: ['numero'],
    pictures: 1,
  });
  // In a window that has its subject already, that of the template is not used.
  const textOnly = await compose.send('templates.fill', { id, values, textOnly: true });
  expect(textOnly.gaps).toEqual([]);
});

test('a broken or missing template says so', async () => {
  const id = await save({ html: '{{ a | nothing }}' });
  const broken = compose.send('templates.fill', { id, values: {} });
  await expect(broken).rejects.toMatchObject({ failure: { code: 'template-broken' } });
  const split = await save({ html: '{{ signature du trésorier }}' });
  await expect(
    compose.send('templates.fields', { id: split, recipient: '' }),
  ).rejects.toMatchObject({
    failure: { code: 'template-broken', detail: '{{ signature du trésorier }}' },
  });
  const gone = compose.send('templates.fields', { id: 'none', recipient: '' });
  await expect(gone).rejects.toMatchObject({ failure: { code: 'template-gone' } });
});

test('what was used comes first', async () => {
  // Nobody uses a template within the millisecond in which another was saved; a test does.
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await save({ name: 'A', shortcut: '' });
  const b = await save({ name: 'B', shortcut: '' });
  await save({ name: 'C', shortcut: '' });
  vi.setSystemTime(Date.now() + 1);
  await compose.send('templates.used', { id: b });
  const [first] = await compose.send('templates.search', { query: '', limit: 1 });
  expect(first?.name).toBe('B');
});

test('export and import: the same again adds nothing, a taken shortcut is left out', async () => {
  await save();
  const copy = { ...content, name: 'Copie' };
  const dry = await pages.send('templates.import', { templates: [content, copy], dryRun: true });
  expect(dry).toEqual({ added: 1, fresh: [1], ids: [], known: 1, shortcutsTaken: 1 });
  expect(await database.templates.count()).toBe(1);
  await pages.send('templates.import', { templates: [content, copy], dryRun: false });
  expect(await database.templates.count()).toBe(2);
  const file = JSON.parse(await pages.send('templates.export'));
  expect(file.templates).toHaveLength(2);
  expect(file.templates[0]).not.toHaveProperty('id');
});

test('a duplicate has another name and no shortcut', async () => {
  const id = await save();
  const copy = await pages.send('templates.duplicate', { id, name: 'Relance (copie)' });
  expect(await compose.send('templates.get', { id: copy })).toMatchObject({
    name: 'Relance (copie)',
    shortcut: '',
    html: content.html,
  });
});
