import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { blankTemplate } from '@/lib/core/templates/blank-template';
import {
  type FileTemplate,
  largestTemplateFile,
  readTemplateFile,
} from '@/lib/core/templates/template-file';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { registerTemplates } from './background';
import { templatePageMessages } from './messages';
import { cleanHtml } from './panel-clean-html';
import { ImportDialog } from './panel-import';
import { toast } from './panel-state';

sendAsOwnPage();
registerTemplates();

beforeEach(async () => {
  await database.templates.clear();
  await applyLanguage('en');
});
afterEach(cleanup);

const fileOf = (templates: unknown[], version = 1): File => {
  const content = JSON.stringify({ format: 'iapostemanager.templates', version, templates });
  return new File([content], 'modeles.json');
};
const blank = blankTemplate('fr');
const one = { name: 'Relance', language: 'fr', html: '<div>Bonjour</div>' };

it('S45: what runs, loads or leads elsewhere is gone before it is kept; the rest is as it was', async () => {
  const html =
    '<div onclick="alert(1)">Bonjour <b>{{ prenom }}</b><script>alert(2)</script><img src="x" onerror="alert(3)"><a href="javascript:alert(4)">ici</a></div>';
  let closed = false;
  render(
    <ImportDialog
      file={fileOf([{ ...one, html }])}
      onClose={() => {
        closed = true;
      }}
    />,
  );
  await screen.findByText(/1 template/);
  expect(await database.templates.count()).toBe(0);
  fireEvent.click(document.querySelector('[data-action="add-imported"]') as HTMLElement);
  await waitFor(() => expect(closed).toBe(true));
  const [kept] = await database.templates.toArray();
  expect(kept?.html).toContain('Bonjour <b>{{ prenom }}</b>');
  expect(kept?.html).not.toMatch(/script|onclick|onerror|src=/i);
});

it('S45: a file of more than 10 MB is not even read, and nothing can be added', async () => {
  const file = fileOf([one]);
  Object.defineProperty(file, 'size', { value: largestTemplateFile + 1 });
  Object.defineProperty(file, 'text', {
    value: () => {
      throw new Error('it was read');
    },
  });
  render(<ImportDialog file={file} onClose={() => undefined} />);
  await screen.findByText(/10 MB/);
  expect(document.querySelector('[data-action="add-imported"]')).toBeNull();
});

it('S45: one bad template among good ones: nothing can be added', async () => {
  render(<ImportDialog file={fileOf([one, { ...one, html: 7 }])} onClose={() => undefined} />);
  await screen.findByText(/template 2, html/);
  expect(document.querySelector('[data-action="add-imported"]')).toBeNull();
  expect(await database.templates.count()).toBe(0);
});

const exported = async (): Promise<File> =>
  new File([await templatePageMessages.send('templates.export')], 'iaposte-templates.json');
const contents = async () =>
  (await database.templates.toArray())
    .map(({ name, subject, html, shortcut }) => JSON.stringify([name, subject, html, shortcut]))
    .sort();

/** Exports all, finds them all here, deletes them, imports the file, and finds the very same texts again. */
async function goRound(): Promise<void> {
  const before = await contents();
  const file = await exported();
  render(<ImportDialog file={file} onClose={() => undefined} />);
  await screen.findByText('All of them are here already.');
  cleanup();
  await database.templates.clear();
  let closed = false;
  render(
    <ImportDialog
      file={file}
      onClose={() => {
        closed = true;
      }}
    />,
  );
  await screen.findByText(`${before.length} templates will be added.`);
  fireEvent.click(document.querySelector('[data-action="add-imported"]') as HTMLElement);
  await waitFor(() => expect(closed).toBe(true));
  expect(await contents()).toEqual(before);
}

it.each(['fr', 'en', 'es'])(
  'the ready-made templates in %s come back as they were',
  async (language) => {
    const reading = readTemplateFile(
      readFileSync(`public/starter-templates/${language}.json`, 'utf8'),
    );
    if ('problems' in reading) throw new Error('the ready-made templates have faults');
    await templatePageMessages.send('templates.import', { ...reading, dryRun: false });
    expect(await database.templates.count()).toBe(12);
    await goRound();
  },
);

/** The same numbers on every run. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const signs = [
  ...'aé€字"\'’‘“”„‚«»…-&;#|',
  ...'\u00a0\u202f\u2009\u200b\u00ad\t\n  ',
  '&nbsp;',
  '&amp;',
  '&lt;b&gt;',
  '&amp;nbsp;',
  '&quot;',
  '&#39;',
  '&eacute;',
  '😀',
];
const markers = ['{{ a }}', '{{&nbsp;a }}', '{% if a &gt; 1 %}b{% endif %}'];
const wraps: readonly [string, string][] = [
  ['<b>', '</b>'],
  ['<i>', '</i>'],
  ['<div>', '</div>'],
  ['<p style="color: red; text-align: center">', '</p>'],
  ['<ul><li>', '</li></ul>'],
  ['<blockquote>', '</blockquote>'],
  ['<pre>\n\n', '</pre>'],
  ['<table><tr><td title="“l’été”&nbsp;&quot;">', '</td></tr></table>'],
  ['<a href="https://x.fr/?a=1&amp;b={{ a }}">', '</a>'],
];

function writeSomething(roll: (sides: number) => number, depth: number): string {
  const text = (): string =>
    Array.from({ length: roll(6) }, () => signs[roll(signs.length)] ?? '').join('');
  return Array.from({ length: 1 + roll(4) }, () => {
    const kind = roll(depth > 2 ? 3 : 4);
    if (kind === 0) return text();
    if (kind === 1) return markers[roll(markers.length)];
    if (kind === 2) {
      const quote = ["'", '"'][roll(2)] ?? '';
      const words = text().replace(/["'\n]|&quot;|&#39;/g, '');
      return `{{ b | default: ${quote}${words}${quote} }}`;
    }
    const [open, close] = wraps[roll(wraps.length)] ?? ['', ''];
    return open + writeSomething(roll, depth + 1) + close;
  }).join('');
}

it('whatever was written by hand comes back as it was, letter by letter', async () => {
  const roll = createDice(20261126);
  for (let count = 0; count < 200; count += 1) {
    const html = cleanHtml(writeSomething(roll, 0));
    expect(cleanHtml(html), html).toBe(html);
    const subject = `Objet ${'"’\u00a0\u202f&nbsp;'.slice(roll(4))} {{ a | default: "l’été" }}`;
    const content: FileTemplate = {
      ...blank,
      name: `${' '.repeat(roll(2))}N ${count} `,
      subject,
      html,
    };
    await templatePageMessages.send('templates.save', {
      id: `t${count}`,
      content,
      session: 's',
      basedOn: 0,
    });
  }
  await goRound();
});

it('a file of another hand, imported twice, is there once', async () => {
  const html = '<DIV class=x>Été &agrave;&#32;Nîmes\u00a0: {{ a | default: "l’été" }}<br/></DIV>';
  const file = fileOf([
    { ...one, html },
    { ...one, html: html.replace('class=x', '') },
  ]);
  for (const words of [/^1 template will be added/, 'All of them are here already.']) {
    render(<ImportDialog file={file} onClose={() => undefined} />);
    await screen.findByText(words);
    const add = document.querySelector('[data-action="add-imported"]');
    if (add) fireEvent.click(add);
    await waitFor(async () => expect(await database.templates.count()).toBe(1));
    cleanup();
  }
  expect((await database.templates.toArray())[0]?.html).toContain('"l’été"');
});

it('names the new ones and counts the rest; Undo takes them back, except what was edited since', async () => {
  const some = Array.from({ length: 11 }, (_, place) => ({
    ...blank,
    name: `N${place}`,
    html: 'a',
  }));
  await templatePageMessages.send('templates.import', {
    templates: some.slice(0, 1),
    dryRun: false,
  });
  render(<ImportDialog file={fileOf([...some, { ...blank, html: 'b' }])} onClose={cleanup} />);
  await screen.findByText(/^11 templates will be added/);
  const names = [...document.querySelectorAll('.import-names li')].map((item) => item.textContent);
  expect(names).toEqual(['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8', 'and 3 more']);
  fireEvent.click(document.querySelector('[data-action="add-imported"]') as HTMLElement);
  await waitFor(() => expect(toast.value?.text).toBe('11 templates added.'));
  const edited = await database.templates.filter(({ name }) => name === 'N5').first();
  if (!edited) throw new Error('N5 was not added');
  const content = { ...blank, name: 'N5', html: 'a, and more' };
  const save = { id: edited.id, content, session: 's', basedOn: edited.updatedAt };
  await templatePageMessages.send('templates.save', save);
  toast.value?.undo?.();
  await waitFor(async () => expect(await database.templates.count()).toBe(2));
  expect((await database.templates.toArray()).map(({ name }) => name).sort()).toEqual(['N0', 'N5']);
});
