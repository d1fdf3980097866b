import { createHash } from 'node:crypto';
import { sendBatchRequest } from '@iapostemanager/protocol/email-batch';
import { expect, test } from 'vitest';
import { HttpProblem } from '../../src/http-problem.ts';
import { CHUNK_ROWS, type NewBatch, packBatch } from '../../src/ledger/pack-batch.ts';
import { openBatchBody } from '../../src/routes/read-batch-body.ts';

/** What the route makes of a body: all of it, or undefined when it is refused. */
async function read(text: string) {
  try {
    const { head, items } = openBatchBody(new TextEncoder().encode(text), JSON.parse);
    const all = [];
    for await (const some of items()) all.push(...some);
    return head ? { ...head, recipients: all } : { emails: all };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    expect([error.status, error.code]).toEqual([400, 'invalid-request']);
    return undefined;
  }
}

/** The same, the plain way: all at once. */
function readPlainly(text: string) {
  try {
    return sendBatchRequest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The same numbers in every run. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

const NASTY = [
  '"',
  '\\',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '],"recipients":[',
  'é',
  '🎉',
  '\n',
  '\\"]',
];

test('a body read in pieces is what it is when read at once, and is refused when that is', async () => {
  const pick = numbers(7);
  const word = () => Array.from({ length: pick(4) }, () => NASTY[pick(NASTY.length)]).join('x');
  let refused = 0;
  for (let round = 0; round < 600; round += 1) {
    const count = round % 50 === 0 ? CHUNK_ROWS * 2 + pick(3) : pick(4);
    const recipients = Array.from({ length: count }, (_, n) => ({
      fields: { [word()]: word(), n, list: pick(40) === 0 ? [n] : true },
      address: `r${n}${word()}@x.test`,
    }));
    const mails = recipients.map(({ address }) => ({ to: address, body: word(), subject: 's' }));
    const body =
      pick(4) === 0
        ? { emails: mails }
        : {
            html: word(),
            recipients,
            subject: 'recipients',
            name: 'n',
            ...(pick(9) ? {} : { x: 1 }),
          };
    let text = JSON.stringify(body, null, pick(3));
    if (pick(2) === 0) {
      // One character too few, too many, or another; half a pair does not survive the way into bytes.
      const at = pick(text.length);
      text = text.slice(0, at) + (NASTY[pick(NASTY.length)] ?? '') + text.slice(at + pick(2));
      text = text.toWellFormed();
    }
    // JSON.parse takes the last of two lists with one name; we take none.
    const twice = [...text.matchAll(/"(recipients|emails)": ?\[/g)].length > 1;
    const expected = twice ? undefined : readPlainly(text);
    if (!expected) refused += 1;
    expect(await read(text), text).toEqual(expected);
  }
  expect(refused).toBeGreaterThan(100);
  expect(refused).toBeLessThan(500);
});

test('bodies made to deceive: the list twice, under an escaped name, in another place, without end', async () => {
  const rest = '"name":"n","subject":"s","html":"h"';
  const one = '{"address":"a@x.test"}';
  expect(
    await read(`{${rest},"recipients":[${one}],"recipients":[${one},${one}]}`),
  ).toBeUndefined();
  expect(await read(`{${rest},"recip\\u0069ents":[${one}]}`)).toMatchObject({ recipients: [{}] });
  expect(await read(`{${rest},"attachments":{"recipients":[${one}]}}`)).toBeUndefined();
  expect(await read(`{"recipients":[${one}`)).toBeUndefined();
  expect(await read(`{${rest},"recipients":[${`${one},`.repeat(CHUNK_ROWS)}]}`)).toBeUndefined();
  expect(await read(`[${one}]`)).toBeUndefined();
  expect(await read('')).toBeUndefined();
});

test('the hash of a request is that of its whole JSON: keys of earlier releases go on to hold', () => {
  const whole = { name: 'n', subject: 'an "recipients":[] trap', html: 'h', replyTo: 'b@x.test' };
  const recipients = Array.from({ length: CHUNK_ROWS + 1 }, (_, n) => ({
    address: n === 3 ? 'nobody' : `r${n}@x.test`,
    fields: { n },
  }));
  const input = { userId: 'u', kind: 'batch', idempotencyKey: 'k', messageDomain: 'x', nowMs: 1 };
  for (const request of [
    { ...whole, recipients, unsubscribe: true },
    { emails: [{ to: 'a@x.test', subject: '"emails":[]', body: 'b' }] },
  ]) {
    const packed = packBatch({ ...input, kind: 'batch', request } as NewBatch);
    const json = JSON.stringify(['batch', request, undefined, undefined]);
    expect(packed.batch.request_hash).toBe(createHash('sha256').update(json).digest('hex'));
    expect(packed.rejected).toHaveLength('emails' in request ? 0 : 1);
  }
});
