import { readNumberFormat, type ShowNumber } from '@/lib/core/table/number-format';
import { readXmlText, writeXmlText } from '@/lib/platform/table/xml-text';
import type { ZipFile } from '@/lib/platform/table/zip-archive';

/**
 * Formats without a code of their own in the file (ECMA-376 part 1, 18.8.30). Which currency some of them have is said by
 * the computer where the workbook was written, and a file without their code does not tell: the amount alone is shown.
 */
const builtIn: readonly [code: string, ids: readonly number[]][] = [
  ['0.00', [2]],
  ['#,##0', [3, 5, 6, 37, 38, 41, 42]],
  ['#,##0.00', [4, 7, 8, 39, 40, 43, 44]],
  ['0%', [9]],
  ['0.00%', [10]],
];

/**
 * Turns the numbers whose format adds something (a postal code 01000, which is kept as 1000) into the texts that
 * people saw. The reader of workbooks knows dates only.
 */
export function applyNumberFormats(files: readonly ZipFile[], language: string): ZipFile[] {
  const styles = files.find(({ name }) => /(^|\/)styles\.xml$/.test(name));
  const formats = styles
    ? formatsOf(new TextDecoder().decode(styles.data))
    : new Map<string, ShowNumber>();
  if (formats.size === 0) return [...files];
  return files.map((file) =>
    /worksheets\/[^/]+\.xml$/.test(file.name) ? writeTexts(file, formats, language) : file,
  );
}

/** By the number of the style. */
function formatsOf(styles: string): Map<string, ShowNumber> {
  const codes = new Map(builtIn.flatMap(([code, ids]) => ids.map((id) => [String(id), code])));
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)) {
    codes.set(attribute(tag, 'numFmtId'), readXmlText(attribute(tag, 'formatCode')));
  }
  const formats = new Map<string, ShowNumber>();
  const cells = /<(?:\w+:)?cellXfs[\s>].*?<\/(?:\w+:)?cellXfs>/s.exec(styles)?.[0] ?? '';
  for (const [index, [tag]] of [...cells.matchAll(/<(?:\w+:)?xf\s[^>]*>/g)].entries()) {
    const show = readNumberFormat(codes.get(attribute(tag, 'numFmtId')) ?? '');
    if (show) formats.set(String(index), show);
  }
  return formats;
}

const cell =
  /<((?:\w+:)?)c(\s[^>]*)>(?:<(?:\w+:)?f(?:\s[^>]*)?(?:\/>|>[^<]*<\/(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)<\/(?:\w+:)?v><\/(?:\w+:)?c>/g;

function writeTexts(
  { name, data }: ZipFile,
  formats: ReadonlyMap<string, ShowNumber>,
  language: string,
): ZipFile {
  const sheet = new TextDecoder().decode(data);
  const written = sheet.replace(cell, (whole, prefix: string, attributes: string, value) => {
    const kind = attribute(attributes, 't');
    const show = kind === '' || kind === 'n' ? formats.get(attribute(attributes, 's')) : undefined;
    const text = show?.(Number(value), language);
    if (text === null || text === undefined) return whole;
    const [c, is, t] = [`${prefix}c`, `${prefix}is`, `${prefix}t`];
    const place = attribute(attributes, 'r');
    return `<${c} r="${place}" t="inlineStr"><${is}><${t} xml:space="preserve">${writeXmlText(text)}</${t}></${is}></${c}>`;
  });
  return { name, data: new TextEncoder().encode(written) };
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}
