import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { ModelGate, ModelNotAllowedError } from '../../src/ai/model-gate.ts';

const part = (headers: string, content: string) => `--b\r\n${headers}\r\n\r\n${content}\r\n`;
const file = part('Content-Disposition: form-data; name="file"; filename="a.webm"', 'x--b-y\r\n-z');
const model = (name: string, field = 'name="model"') =>
  part(`content-disposition: form-data; ${field}`, name);

/** What comes out behind the gate, and how much of the upload was asked for. */
async function pass(pieces: Iterable<string>): Promise<{ out: string; asked: number }> {
  const seen = { out: '', asked: 0 };
  const upload = Readable.from(
    (function* () {
      for (const piece of pieces) {
        seen.asked += piece.length;
        yield Buffer.from(piece, 'latin1');
      }
    })(),
  );
  const end = new Writable({
    write(chunk: Buffer, _encoding, done) {
      seen.out += chunk.toString('latin1');
      done();
    },
  });
  await pipeline(upload, new ModelGate('b', ['good']), end).catch((error) => {
    throw Object.assign(error, seen);
  });
  return seen;
}

test('an upload passes byte for byte, however it is cut', async () => {
  for (const whole of [
    `${model('good')}${file}--b--\r\n`,
    `${file}${model('good', 'name=model')}--b--`,
    `${file}${model('good')}${model('good')}--b--\r\nrest --b after the end`,
  ]) {
    for (const size of [1, 2, 3, 7, whole.length]) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
        whole.slice(n * size, (n + 1) * size),
      );
      expect((await pass(pieces)).out, `${size}`).toBe(whole);
    }
  }
});

test('S26: no model, one that is not allowed, or one in disguise breaks the upload before its end', async () => {
  for (const whole of [
    `${file}--b--\r\n`,
    `${model('bad')}${file}--b--\r\n`,
    `${model('good')}${model('bad')}--b--\r\n`,
    `${model('good ')}${file}--b--\r\n`,
    `${model('')}${file}--b--\r\n`,
    part('content-disposition: form-data; name="file"; filename="name=\\"model\\""', 'good'),
    '',
  ]) {
    await expect(pass([whole]), whole).rejects.toThrow(ModelNotAllowedError);
  }
});

test('S22: headers and names without end are refused before they are held', async () => {
  const endless = function* (start: string) {
    yield start;
    for (let n = 0; n < 1_000; n += 1) yield 'x'.repeat(1_000);
  };
  for (const start of ['--b\r\ncontent-disposition: ', `--b\r\n${'a: b\r\n'.repeat(3)}`]) {
    const refused = await pass(endless(start)).catch((error) => error);
    expect(refused).toBeInstanceOf(ModelNotAllowedError);
    expect(refused.asked).toBeLessThan(100_000);
  }
  const named = '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\n';
  const refused = await pass(endless(named)).catch((error) => error);
  expect(refused).toBeInstanceOf(ModelNotAllowedError);
  expect(refused.asked).toBeLessThan(50_000);
});
