// @vitest-environment node
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import { database } from '@/lib/platform/database';
import {
  countDictations,
  deleteDictation,
  exportTexts,
  listDictations,
  purge,
  readUnclaimed,
  reviseTranscription,
  settleTranscription,
  toResult,
  undeleteDictation,
} from './history-store';
import {
  advance,
  appendChunk,
  clearBackOff,
  createRecording,
  nextQueued,
  readAudio,
  recoverInterrupted,
  resumeRecovered,
  saveTranscription,
} from './store';

const provenance = { engine: 'server', destination: 'api.example.org', model: 'm' } as const;

async function record(id: string, chunks: string[], startedAt = 1000): Promise<void> {
  await createRecording({ id, startedAt, language: 'fr', host: 'gmail', subject: 'Relance' });
  for (const [index, data] of chunks.entries()) {
    await appendChunk(id, index, new Blob([data]), (index + 1) * 1000);
  }
}

async function transcribed(id: string, text: string, createdAt: number): Promise<void> {
  await record(id, ['x'], createdAt);
  await advance(id, 'saved');
  await advance(id, 'send');
  const spoken = { id: `t-${id}`, text, language: 'fr', createdAt, provenance, keepAudio: true };
  await saveTranscription(id, spoken);
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'resolved',
    (thrown) => (thrown instanceof AppError ? thrown.failure.code : thrown),
  );
}

beforeEach(async () => {
  await database.delete();
  await database.open();
});
afterEach(() => vi.restoreAllMocks());

describe('recordings on disk', () => {
  it('refuses a chunk whose recording is gone: what cannot be found again is not saved', async () => {
    await record('a', ['x']);
    await database.recordings.delete('a');
    await expect(appendChunk('a', 1, new Blob(['y']), 2000)).rejects.toMatchObject({
      failure: { code: 'storage-failed' },
    });
    expect(await database.chunks.count()).toBe(1);
  });

  it('assembles the audio from its chunks in their order, whatever order they came in', async () => {
    await record('a', []);
    await appendChunk('a', 1, new Blob(['lo']), 2000);
    await appendChunk('a', 0, new Blob(['hel']), 1000);
    expect(await (await readAudio('a'))?.text()).toBe('hello');
    const row = await database.recordings.get('a');
    expect(row).toMatchObject({ durationMs: 2000, bytes: 5 });
  });

  it('takes a chunk that is sent again (no acknowledgement came) without counting it twice', async () => {
    await record('a', ['hel', 'lo']);
    await appendChunk('a', 1, new Blob(['lo']), 2000);
    expect(await (await readAudio('a'))?.text()).toBe('hello');
    expect((await database.recordings.get('a'))?.bytes).toBe(5);
  });

  it('X5: says that the disk is full, also when Dexie hides it inside an AbortError', async () => {
    await record('a', ['hel']);
    const full = new Dexie.QuotaExceededError();
    const hidden = new Dexie.AbortError('transaction aborted');
    Object.assign(hidden, { inner: full });
    for (const thrown of [full, hidden]) {
      vi.spyOn(database.chunks, 'put').mockRejectedValueOnce(thrown);
      expect(await rejection(appendChunk('a', 1, new Blob(['lo']), 2000))).toBe('storage-full');
    }
    expect(await (await readAudio('a'))?.text()).toBe('hel');
  });

  it('reopens a dead database handle once, and never reports as saved what was not', async () => {
    await record('a', ['hel']);
    database.close();
    await appendChunk('a', 1, new Blob(['lo']), 2000);
    expect(await (await readAudio('a'))?.text()).toBe('hello');
    vi.spyOn(database.chunks, 'put').mockRejectedValue(new Dexie.InvalidStateError('closing'));
    expect(await rejection(appendChunk('a', 2, new Blob(['!']), 3000))).toBe('storage-failed');
  });
});

describe('recovery', () => {
  it('X3: a recording whose browser was killed waits in the queue with all its chunks', async () => {
    await record('crashed', ['hel', 'lo']);
    await record('empty', []);
    expect(await recoverInterrupted(new Set(), 5000)).toBe(1);
    expect(await database.recordings.get('crashed')).toMatchObject({
      state: 'queued',
      recovered: true,
      durationMs: 2000,
    });
    expect(await database.recordings.get('empty')).toBeUndefined();
    expect((await nextQueued(5000))?.id).toBe('crashed');
  });

  it('X1: does not touch a recording whose recorder outlived the worker', async () => {
    await record('running', ['x']);
    await recoverInterrupted(new Set(['running']), 5000);
    expect((await database.recordings.get('running'))?.state).toBe('recording');
  });

  it('X1: gives a recording back to a recorder that comes back late', async () => {
    await record('late', ['x']);
    await recoverInterrupted(new Set(), 5000);
    await resumeRecovered('late');
    expect(await database.recordings.get('late')).toMatchObject({ state: 'recording' });
  });

  it('X1: takes up a transcription that was cut, with a growing pause', async () => {
    await record('a', ['x']);
    await advance('a', 'saved');
    await advance('a', 'send', { attempts: 3 });
    expect(await recoverInterrupted(new Set(), 5000)).toBe(0);
    expect(await nextQueued(5000)).toBeUndefined();
    expect((await nextQueued(25_000))?.id).toBe('a');
  });
});

describe('texts', () => {
  it('saves the text and ends the recording together; a late answer writes nothing', async () => {
    await transcribed('a', 'Bonjour', 1000);
    expect((await database.recordings.get('a'))?.state).toBe('done');
    const again = { id: 't2', text: 'Autre', language: 'fr', createdAt: 2000, provenance };
    expect(await saveTranscription('a', { ...again, keepAudio: true })).toBeUndefined();
    expect(await database.transcriptions.count()).toBe(1);
  });

  it('drops the audio after a transcription only when the user wants it so', async () => {
    await record('a', ['x']);
    await advance('a', 'saved');
    await advance('a', 'send');
    const spoken = { id: 't', text: 'Bonjour', language: 'fr', createdAt: 1, provenance };
    await saveTranscription('a', { ...spoken, keepAudio: false });
    expect(await readAudio('a')).toBeUndefined();
  });

  it('finds texts whatever accents and capitals, newest first, beside what still waits', async () => {
    await transcribed('a', 'Été à l’œuvre', 1000);
    await transcribed('b', 'Rendez-vous jeudi', 2000);
    await record('c', ['x'], 3000);
    const all = await listDictations('', 10);
    expect(all.items.map(({ state }) => state)).toEqual(['recording', 'done', 'done']);
    expect(all.items[1]?.text).toBe('Rendez-vous jeudi');
    expect((await listDictations("ETE L'OEUVRE", 10)).items.map(({ id }) => id)).toEqual(['t-a']);
    expect(await listDictations('', 1)).toMatchObject({ total: 3, items: [{ id: 'c' }] });
    expect(await countDictations()).toEqual({ texts: 2, pending: 1, audioBytes: 3 });
    expect(await exportTexts()).toMatch(/Rendez-vous jeudi[\s\S]*Été/);
  });

  it('deletes at once from the list, from the disk after the grace, and can be undone until then', async () => {
    await transcribed('a', 'Bonjour', 1000);
    await deleteDictation('t-a', 10_000);
    expect((await listDictations('', 10)).total).toBe(0);
    await purge(9_999);
    await undeleteDictation('t-a');
    expect((await listDictations('', 10)).total).toBe(1);
    expect(await (await readAudio('a'))?.text()).toBe('x');
    await deleteDictation('t-a', 10_000);
    await purge(10_000);
    expect(await database.transcriptions.count()).toBe(0);
    expect(await database.recordings.count()).toBe(0);
    expect(await database.chunks.count()).toBe(0);
  });

  it('a recording thrown away comes back whole when the user takes it back', async () => {
    await record('a', ['x']);
    await deleteDictation('a', 10_000);
    expect((await database.recordings.get('a'))?.state).toBe('discarded');
    await undeleteDictation('a');
    expect((await nextQueued(10_000))?.id).toBe('a');
    await deleteDictation('a', 10_000);
    await purge(10_000);
    expect(await database.chunks.count()).toBe(0);
  });

  it('X16: offers the newest text that no draft has taken, until it is settled or a day old', async () => {
    await transcribed('a', 'Vieux', 1000);
    await transcribed('b', 'Neuf', 2000);
    expect((await readUnclaimed(3000))?.text).toBe('Neuf');
    await settleTranscription('t-b', true, 3000);
    expect((await readUnclaimed(3000))?.text).toBe('Vieux');
    await settleTranscription('t-a', false, 3000);
    expect(await readUnclaimed(3000)).toBeUndefined();
    await transcribed('c', 'Hier', 4000);
    expect(await readUnclaimed(4000 + 24 * 3_600_000 + 1)).toBeUndefined();
  });

  it('keeps what the person made of a text beside what was heard', async () => {
    await transcribed('a', 'bonjour clair', 1000);
    await reviseTranscription('t-a', 'Bonjour Claire, à demain.');
    const [item] = (await listDictations('', 10)).items;
    expect(item).toMatchObject({
      text: 'Bonjour Claire, à demain.',
      heard: 'bonjour clair',
      words: 4,
    });
    for (const words of ['demain', 'bonjour clair']) {
      expect((await listDictations(words, 10)).total).toBe(1);
    }
    expect(await exportTexts()).toContain('Bonjour Claire, à demain.\n\n> bonjour clair\n');
    // The window that is offered it goes on with the corrections.
    const offered = await readUnclaimed(2000);
    expect(offered && toResult(offered).text).toBe('Bonjour Claire, à demain.');
    // Deleted in the panel while it is still being corrected: it comes back.
    await deleteDictation('t-a', 2000);
    expect(await settleTranscription('t-a', false, 2000)).toBe(false);
    await reviseTranscription('t-a', 'Bonjour Claire, à lundi.');
    expect(await settleTranscription('t-a', false, 2000)).toBe(true);
    expect((await listDictations('lundi', 10)).total).toBe(1);
    // A field emptied by a slip of the hand takes nothing away.
    await reviseTranscription('t-a', ' ');
    expect((await listDictations('', 10)).items[0]).toMatchObject({ text: 'bonjour clair' });
    expect((await listDictations('', 10)).items[0]?.heard).toBeUndefined();
  });
});

it('X4: puts back in line only what waits for the reason that has gone', async () => {
  for (const [id, code] of Object.entries({ a: 'offline', b: 'unauthorized' })) {
    await record(id, ['x']);
    await advance(id, 'saved');
    await advance(id, 'send');
    const failure = { code };
    if (code === 'offline') await advance(id, 'postpone', { failure, nextTryAt: 99_000 });
    else await advance(id, 'give-up', { failure });
  }
  expect(await nextQueued(5000)).toBeUndefined();
  await clearBackOff(['offline']);
  expect((await nextQueued(5000))?.id).toBe('a');
  expect((await database.recordings.get('b'))?.state).toBe('failed');
});
