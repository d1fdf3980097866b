import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTable, prepareTable, releasePrepared } from './open-table';

/** What jsdom has not: a worker that answers each question with the number it was started as. */
class NumberedWorker extends EventTarget {
  static started: NumberedWorker[] = [];
  readonly number = NumberedWorker.started.push(this);
  ended = false;
  postMessage({ id }: { id: number }): void {
    queueMicrotask(() =>
      this.dispatchEvent(new MessageEvent('message', { data: { id, value: this.number } })),
    );
  }
  terminate(): void {
    this.ended = true;
  }
}

beforeEach(() => {
  NumberedWorker.started = [];
  vi.stubGlobal('Worker', NumberedWorker);
});

afterEach(() => {
  releasePrepared();
  vi.unstubAllGlobals();
});

/** Which worker reads a table. */
async function reader(): Promise<unknown> {
  const { summary } = await openTable('a;b', { language: 'en' });
  return summary;
}

test('a worker started ahead reads the next table, and that one alone', async () => {
  prepareTable();
  prepareTable();
  expect(NumberedWorker.started).toHaveLength(1);
  expect(await reader()).toBe(1);
  expect(await reader()).toBe(2);
  releasePrepared();
  expect(NumberedWorker.started.map(({ ended }) => ended)).toEqual([false, false]);
});

test('a worker that could not start while it waited is not what the table gets', async () => {
  prepareTable();
  NumberedWorker.started[0]?.dispatchEvent(new Event('error'));
  expect(NumberedWorker.started[0]?.ended).toBe(true);
  expect(await reader()).toBe(2);
});

test('where no table comes the worker is let go', () => {
  prepareTable();
  releasePrepared();
  expect(NumberedWorker.started[0]?.ended).toBe(true);
});
