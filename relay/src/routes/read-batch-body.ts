import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  type BatchHead,
  type BatchRecipient,
  batchHead,
  batchRecipient,
  type LegacyMail,
  legacyBatch,
  legacyMail,
  MAX_RECIPIENTS,
  templateBatch,
} from '@iapostemanager/protocol/email-batch';
import type { Problem } from '@iapostemanager/protocol/problem';
import { z } from 'zod';
import { fieldFaults } from '../field-faults.ts';
import { HttpProblem } from '../http-problem.ts';
import { jsonFault } from '../json-fault.ts';
import { CHUNK_ROWS } from '../ledger/pack-batch.ts';
import { findList, type Range } from './find-list.ts';

/** Parses one JSON text, or throws. */
type Parse = (text: string) => unknown;

/** A `send-batch` body whose recipients are still bytes. */
export type BatchBody = {
  /** Absent: a 3.4 batch. */
  head: BatchHead | undefined;
  /** The recipients in their order, a few hundred at a time; others get their turn between. @throws {HttpProblem} */
  items(): AsyncIterable<(BatchRecipient | LegacyMail)[]>;
};

const LISTS = ['recipients', 'emails'];
const recipients = z.array(batchRecipient);
const mails = z.array(legacyMail);
const nothingElse = z.strictObject({});

const refused = (errors: Problem['errors']) =>
  new HttpProblem(400, 'invalid-request', 'The request is not valid.', errors);

const refusedList = (path: string, message: string) => refused([{ path, message }]);

function checked<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value);
  if (!result.success) throw refused(fieldFaults(result.error.issues, value));
  return result.data;
}

/**
 * Reads a `send-batch` body without ever having all its recipients as objects: 100,000 of them would take many times
 * the room of their text.
 * @throws {HttpProblem}
 */
export function openBatchBody(body: Uint8Array, parse: Parse): BatchBody {
  const text = (range: Range) => new TextDecoder().decode(body.subarray(range.from, range.to));
  const parsed = (json: string) => {
    try {
      return parse(json);
    } catch {
      throw jsonFault(body);
    }
  };
  const list = findList(body, LISTS, CHUNK_ROWS);
  if (!list) return wholeBody(parsed(text({ from: 0, to: body.length })));
  // Something nobody can know stands for the recipients: were the list named twice, it would not be found again.
  const mark = randomUUID();
  const around = parsed(
    `${text({ from: 0, to: list.inside.from })}"${mark}"${text({ from: list.inside.to, to: body.length })}`,
  );
  const { [list.name]: marked, ...rest } = z.record(z.string(), z.unknown()).parse(around);
  if (!Array.isArray(marked) || marked.length !== 1 || marked[0] !== mark) {
    throw refusedList(list.name, 'must be there once');
  }
  const { name } = list;
  const legacy = name === 'emails';
  const head = legacy ? void checked(nothingElse, rest) : checked(batchHead, rest);
  if (list.items === 0 || list.items > MAX_RECIPIENTS) {
    throw refusedList(list.name, `must be 1 to ${MAX_RECIPIENTS}`);
  }
  const shape = legacy ? mails : recipients;
  async function* items() {
    for (const [position, piece] of list?.pieces.entries() ?? []) {
      const part = parsed(`[${text(piece)}]`);
      const result = shape.safeParse(part);
      if (!result.success) {
        throw refused(fieldFaults(result.error.issues, part, placed(position * CHUNK_ROWS)));
      }
      if (result.data.length !== piece.items) throw refusedList(name, 'cannot be read');
      yield result.data;
      await setImmediate();
    }
  }
  const placed =
    (offset: number) =>
    ([index, ...path]: PropertyKey[]) => [list.name, Number(index) + offset, ...path];
  return { head, items };
}

/** A body whose list cannot be found from outside: most are refused, and said why. */
function wholeBody(value: unknown): BatchBody {
  // One of the two, not their union: of that nothing could be said but that it is neither.
  if (typeof value === 'object' && value !== null && 'emails' in value) {
    const { emails } = checked(legacyBatch, value);
    return {
      head: undefined,
      items: async function* () {
        yield emails;
      },
    };
  }
  const { recipients: items, ...head } = checked(templateBatch, value);
  return {
    head,
    items: async function* () {
      yield items;
    },
  };
}
