import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { emptyQuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { loadDraft, saveDraft } from './store';

it('keeps the newest state, whatever the order in which states arrive', async () => {
  expect(await loadDraft()).toEqual(emptyQuickDraft);
  await saveDraft({ ...emptyQuickDraft, body: 'Bonjour' }, 2);
  await saveDraft({ ...emptyQuickDraft, body: 'Bon' }, 1);
  expect((await loadDraft()).body).toBe('Bonjour');
  await saveDraft({ ...emptyQuickDraft, body: 'Bonjour Claire' }, 3);
  expect((await loadDraft()).body).toBe('Bonjour Claire');
});
