import { readChoice, readCount, readObject, readOptional, readText } from '@/lib/core/read-value';
import { type AsideText, decisionParts } from './merge-drafts';

/** What stands in one cell instead of what the file says. */
export interface CellEdit {
  row: number;
  column: number;
  text: string;
}

/** A way in which the table was read before, and what was decided then. */
export interface Reading {
  /** Sheet, separator, encoding and header: as chosen (empty = guessed), and as it was read with that. */
  chosen: string[];
  read: string[];
  kept: Partial<BatchDraft>;
}

/** A batch being prepared. Saved as one types; the file it comes from lies in a row of its own. */
export interface BatchDraft {
  id: string;
  updatedAt: number;
  /** Another one with every change of what is sent: two windows see by it whether they mean the same. */
  revision: string;
  name: string;
  step: 'recipients' | 'message' | 'check' | 'send';
  /** Where the recipients come from, in the user's words: name of the file; empty = none yet. */
  sourceName: string;
  /** Another one with each file or text that is taken. */
  sourceId: string;
  /** Its cells were written here, from contacts or a batch: there is no way to read them wrongly. */
  madeHere: boolean;
  /** The batch whose unreached people these are, by the relay's id; empty = these are nobody's rest. */
  copiedFrom: string;
  /** Cells typed or pasted and not taken yet. */
  pasted: string;
  /** Ids of contacts picked one by one, taken or not. */
  picked: string[];
  /** How the table is read, where the user overruled the guess. */
  sheet: string;
  separator: string;
  encoding: string;
  hasHeader: boolean | null;
  /** How it was read before, with what was decided about it then. */
  readings: Reading[];
  /** Headers of the columns, as chosen; null = as guessed. */
  addressColumn: string | null;
  nameColumn: string | null;
  firstNameColumn: string | null;
  /** Corrected cells, in the order in which they were corrected. */
  edits: CellEdit[];
  /** Corrections that were begun: kept with every letter, corrections only once their fields are left. */
  begun: CellEdit[];
  /** Rows left out one by one. */
  skipped: number[];
  /** Those among them that were left out together, since they are hidden in the file. */
  leftHidden: number[];
  /** And those whose people have received it from the batch this was copied from. */
  leftReached: number[];
  skipInvalid: boolean;
  skipDoubles: boolean;
  skipMissing: boolean;
  /** Rows without a value go out all the same. */
  allowMissing: boolean;
  /** Variables without any column stay empty in every mail. */
  allowWithout: boolean;
  /** What these three were decided about, see `sourcesOf`; about anything else they say nothing. */
  missingFor: string[];
  templateId: string;
  /** The template's subject when it was taken; null = taken by a version that did not keep it. */
  templateSubject: string | null;
  /** The text of the template that was seen and not taken, see `templateVersion`; about another one it says nothing. */
  keptTemplate: string;
  subject: string;
  /** Written here: plain text, turned into the HTML part when it is sent. */
  body: string;
  /** Taken from a template: its HTML. One of the two is empty. */
  html: string;
  /** Variable → header, where the user overruled the guess; '' = nothing. */
  variables: Record<string, string>;
  unsubscribe: boolean;
  /** `2026-12-24T18:30` in `zone`; empty = now, `noTimeYet` = later, and nobody has said when. */
  sendAt: string;
  zone: string;
  perMinute: number | null;
  /** Id of the mail account of one's own that it leaves from; empty = the relay's sender. */
  account: string;
  /** What another window wrote in the same place at the same time. */
  aside: AsideText[];
}

/** Stands as the departure of a draft whose date is emptied: it must not leave now. */
export const noTimeYet = '-';

/** These without the one of this cell. */
export function withoutCell(edits: readonly CellEdit[], { row, column }: Omit<CellEdit, 'text'>) {
  return edits.filter((edit) => edit.row !== row || edit.column !== column);
}

export function newDraft(id: string, zone: string): BatchDraft {
  return { ...readDraft(id, 0, {}), zone };
}

function readEdit(edit: unknown): CellEdit {
  const { row, column, text } = readObject(edit);
  return { row: readCount(row), column: readCount(column), text: readText(text) };
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).map((one) => readText(one));

function readReading(reading: unknown): Reading {
  const { chosen, read, kept } = readObject(reading);
  const draft = readDraft('', 0, kept);
  return {
    chosen: texts(chosen),
    read: texts(read),
    kept: Object.fromEntries(decisionParts.map((part) => [part, draft[part]])),
  };
}

/** Reads a stored draft value by value: an older version may have written it. */
export function readDraft(id: string, updatedAt: number, content: unknown): BatchDraft {
  const known = readObject(content);
  const numbers = (value: unknown): number[] =>
    Array.isArray(value) ? value.filter((one) => Number.isInteger(one)) : [];
  return {
    id,
    updatedAt,
    revision: readText(known.revision),
    name: readText(known.name),
    step: readChoice(known.step, ['recipients', 'message', 'check', 'send'], 'recipients'),
    sourceName: readText(known.sourceName),
    sourceId: readText(known.sourceId),
    madeHere: known.madeHere === true,
    copiedFrom: readText(known.copiedFrom),
    pasted: readText(known.pasted),
    picked: texts(known.picked),
    sheet: readText(known.sheet),
    separator: readText(known.separator),
    encoding: readText(known.encoding),
    hasHeader: readOptional(known.hasHeader, (value) => value === true),
    readings: (Array.isArray(known.readings) ? known.readings : []).map(readReading),
    addressColumn: readOptional(known.addressColumn, (value) => readText(value)),
    nameColumn: readOptional(known.nameColumn, (value) => readText(value)),
    firstNameColumn: readOptional(known.firstNameColumn, (value) => readText(value)),
    edits: (Array.isArray(known.edits) ? known.edits : []).map(readEdit),
    begun: (Array.isArray(known.begun) ? known.begun : []).map(readEdit),
    skipped: numbers(known.skipped),
    leftHidden: numbers(known.leftHidden),
    leftReached: numbers(known.leftReached),
    skipInvalid: known.skipInvalid === true,
    skipDoubles: known.skipDoubles === true,
    skipMissing: known.skipMissing === true,
    allowMissing: known.allowMissing === true,
    allowWithout: known.allowWithout === true,
    missingFor: texts(known.missingFor),
    templateId: readText(known.templateId),
    templateSubject: readOptional(known.templateSubject, (value) => readText(value)),
    keptTemplate: readText(known.keptTemplate),
    subject: readText(known.subject),
    body: readText(known.body),
    html: readText(known.html),
    variables: Object.fromEntries(
      Object.entries(readObject(known.variables)).map(([name, header]) => [name, readText(header)]),
    ),
    unsubscribe: known.unsubscribe !== false,
    sendAt: readText(known.sendAt),
    zone: readText(known.zone),
    perMinute: readOptional(known.perMinute, (value) => readCount(value)),
    account: readText(known.account),
    aside: (Array.isArray(known.aside) ? known.aside : []).map((one) => {
      const { place, text } = readObject(one);
      return {
        place: readChoice(place, ['name', 'subject', 'body', 'pasted', 'cell', 'choice'], 'body'),
        text: readText(text),
      };
    }),
  };
}
