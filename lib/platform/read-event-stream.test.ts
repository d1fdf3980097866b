// @vitest-environment node
import { expect, it } from 'vitest';
import { readEventStream } from './read-event-stream';

async function read(...pieces: (string | Uint8Array)[]): Promise<(string | null)[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      }
      controller.close();
    },
  });
  const events: (string | null)[] = [];
  for await (const event of readEventStream(body)) events.push(event);
  return events;
}

it('X15: reads events cut anywhere, in a character, in a line end, glued together', async () => {
  const wire = 'event: progress\r\ndata: {"n":"é"}\r\n\r\n: still here\n\ndata: a\ndata: b\n\n';
  const expected = ['{"n":"é"}', null, 'a\nb'];
  expect(await read(wire)).toEqual(expected);
  const bytes = new TextEncoder().encode(wire);
  expect(await read(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
});

it('X15: an event that was never finished is none', async () => {
  expect(await read('data: whole\n\ndata: cut')).toEqual(['whole']);
});

it('an endless event ends the stream instead of filling the memory', async () => {
  expect(await read('data: whole\n\n', `data: ${'x'.repeat(1_100_000)}`, '\n\n')).toEqual([
    'whole',
  ]);
});
