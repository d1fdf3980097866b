import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { largestTemplateFile } from '@/lib/core/templates/template-file';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { registerTemplates } from './background';
import { ImportDialog } from './panel-import';

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
