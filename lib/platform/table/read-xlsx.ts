import { readSheet } from 'read-excel-file/universal';
import { AppError } from '@/lib/core/app-error';
import { type CellValue, showCell } from '@/lib/core/table/show-cell';
import { type RawRow, tableLimits } from '@/lib/core/table/table';
import { applyNumberFormats } from '@/lib/platform/table/apply-number-formats';
import { readXmlText } from '@/lib/platform/table/xml-text';
import { storeZip, unpackZip, type ZipFile } from '@/lib/platform/table/zip-archive';

export interface Workbook {
  rows: RawRow[];
  /** Names of the sheets that are not hidden. */
  sheets: string[];
  /** The one that was read. */
  sheet: string;
  /** Its columns that a person has hidden, from 0. */
  hiddenColumns: number[];
}

const cellsLimit = 20_000_000;

/**
 * One sheet of a workbook (the first, or the one called `sheet`), its cells as people saw them in `language`.
 * Throws AppError `table-unreadable`, `table-locked`, `table-too-large` or `table-too-many-rows`.
 */
export async function readXlsx(
  bytes: Uint8Array<ArrayBuffer>,
  language: string,
  sheet?: string,
): Promise<Workbook> {
  const files = await unpackZip(bytes);
  const sheets = sheetNames(files);
  for (const file of files) if (/worksheets\/[^/]+\.xml$/.test(file.name)) checkExtent(file);
  const wanted = sheets.find((name) => name === sheet) ?? sheets[0];
  if (wanted === undefined) throw new AppError('table-unreadable');
  try {
    const shown = storeZip(applyNumberFormats(files, language));
    const data = await readSheet(shown, wanted, { trim: false });
    const { lines: hidden, columns: hiddenColumns } = hiddenParts(files, wanted);
    const rows = data.map(
      (cells, index): RawRow => ({
        line: index + 1,
        cells: cells.map((cell) => showCell(cell as CellValue, language)),
        ...(hidden.has(index + 1) && { hidden: true }),
      }),
    );
    return { rows, sheets, sheet: wanted, hiddenColumns };
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message.slice(0, 300) : '';
    throw new AppError('table-unreadable', { detail }, thrown);
  }
}

function textOf(files: readonly ZipFile[], name: RegExp): string | undefined {
  const file = files.find((one) => name.test(one.name));
  return file && new TextDecoder().decode(file.data);
}

const attribute = (tag: string, name: string): string =>
  readXmlText(new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? '');

function sheetTags(files: readonly ZipFile[]): string[] {
  const workbook = textOf(files, /(^|\/)workbook\.xml$/);
  if (workbook === undefined) throw new AppError('table-unreadable');
  return workbook.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? [];
}

function sheetNames(files: readonly ZipFile[]): string[] {
  return sheetTags(files)
    .filter((tag) => !/\sstate="(very)?hidden"/i.test(tag))
    .map((tag) => attribute(tag, 'name'));
}

interface HiddenParts {
  /** From 1. */
  lines: ReadonlySet<number>;
  /** From 0. */
  columns: number[];
}

/** Lines and columns of this sheet that a filter or a person has hidden: whoever made the list does not see them. */
function hiddenParts(files: readonly ZipFile[], sheet: string): HiddenParts {
  const tag = sheetTags(files).find((one) => attribute(one, 'name') === sheet) ?? '';
  const id = attribute(tag, '(?:\\w+:)?id');
  const links = textOf(files, /(^|\/)workbook\.xml\.rels$/)?.match(/<Relationship\s[^>]*>/g) ?? [];
  const link = links.find((one) => attribute(one, 'Id') === id) ?? '';
  const part = attribute(link, 'Target').split('/').at(-1) ?? '';
  const file = files.find(({ name }) => name.endsWith(`worksheets/${part}`));
  const none = { lines: new Set<number>(), columns: [] };
  if (part === '' || !file) return none;
  const xml = new TextDecoder().decode(file.data);
  const hides = /\shidden=["'](?:1|true)["']/;
  if (!hides.test(xml)) return none;
  const rows = xml.match(/<(?:\w+:)?row\s[^>]*>/g) ?? [];
  const hidden = rows.filter((row) => hides.test(row));
  const columns = (xml.match(/<(?:\w+:)?col\s[^>]*>/g) ?? [])
    .filter((tag) => hides.test(tag))
    .flatMap((tag) => {
      const from = Math.max(1, Number(attribute(tag, 'min')));
      const to = Math.min(tableLimits.columns, Number(attribute(tag, 'max')));
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from - 1 + at);
    });
  return { lines: new Set(hidden.map((row) => Number(attribute(row, 'r')))), columns };
}

/**
 * A cell at XFD1048576 makes the reader fill seventeen thousand million cells before it. What has a value
 * must lie in a table that fits into memory; empty formatted rows below it are usual and harmless.
 */
function checkExtent({ data }: ZipFile): void {
  const xml = new TextDecoder().decode(data);
  let rows = 0;
  let columns = 0;
  let last = 0;
  for (const [, row] of xml.matchAll(/<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']/g)) {
    last = Math.max(last, Number(row));
  }
  for (const [, column = '', row] of xml.matchAll(
    /<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]+)(\d+)["'](?:[^>]*[^/>])?>/g,
  )) {
    rows = Math.max(rows, Number(row));
    columns = Math.max(columns, columnNumber(column));
  }
  if (rows > tableLimits.rows + 1) throw new AppError('table-too-many-rows');
  if (last > 1_048_576 || rows * columns > cellsLimit) throw new AppError('table-too-large');
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.slice(0, 5)) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
