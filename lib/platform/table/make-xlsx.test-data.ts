import { deflateRawSync } from 'node:zlib';

/** A number in one of the styles of `formats`. */
interface Formatted {
  number: number;
  format: (typeof formats)[number];
}

/** After the plain style and the one for dates. */
const formats = ['00000', '0#" "##" "##" "##" "##', '#,##0.00\\ "€"'] as const;

/** A workbook as LibreOffice writes one: shared strings, a style for dates, deflated entries. */
export interface TestSheet {
  name: string;
  rows: (string | number | boolean | { date: number } | Formatted)[][];
  /** Raw XML after the rows. */
  extra?: string;
  /** Lines that a filter hides, from 1. */
  hidden?: readonly number[];
  /** First and last column, from 1, of those that are hidden. */
  hiddenColumns?: readonly [number, number];
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const ownFormats = formats.map(
  (code, index) => `<numFmt numFmtId="${165 + index}" formatCode="${xml(code)}"/>`,
);
const ownStyles = formats.map(
  (_, index) => `<xf numFmtId="${165 + index}" xfId="0"><alignment wrapText="false"/></xf>`,
);
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export async function makeXlsx(sheets: readonly TestSheet[]): Promise<Blob> {
  const strings: string[] = [];
  const files = new Map<string, string>();
  const cell = (value: TestSheet['rows'][number][number], place: string): string => {
    if (typeof value === 'string') {
      strings.push(value);
      return `<c r="${place}" s="0" t="s"><v>${strings.length - 1}</v></c>`;
    }
    if (typeof value === 'number') return `<c r="${place}" s="0"><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${Number(value)}</v></c>`;
    if ('date' in value) return `<c r="${place}" s="1" t="n"><v>${value.date}</v></c>`;
    const style = 2 + formats.indexOf(value.format);
    return `<c r="${place}" s="${style}"><f>A1</f><v>${value.number}</v></c>`;
  };
  for (const [index, sheet] of sheets.entries()) {
    const { rows, extra = '', hidden = [], hiddenColumns: [min, max] = [] } = sheet;
    const columns = min
      ? `<cols><col hidden="false" max="${min - 1}" min="1"/><col customWidth="true" hidden="true" max="${max}" min="${min}" width="9"/></cols>`
      : '';
    const body = rows.map((cells, row) => {
      const inside = cells.map((value, at) =>
        cell(value, `${String.fromCharCode(65 + at)}${row + 1}`),
      );
      // As LibreOffice says it on every row.
      const state = `customFormat="false" hidden="${hidden.includes(row + 1)}"`;
      return `<row r="${row + 1}" ${state}>${inside.join('')}</row>`;
    });
    files.set(
      `xl/worksheets/sheet${index + 1}.xml`,
      `${head}<worksheet xmlns="${main}">${columns}<sheetData>${body.join('')}${extra}</sheetData></worksheet>`,
    );
  }
  const list = sheets.map(
    ({ name }, index) =>
      `<sheet name="${xml(name)}" sheetId="${index + 1}" state="visible" r:id="rId${index + 3}"/>`,
  );
  const links = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 3}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  files.set(
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr/><sheets>${list.join('')}</sheets></workbook>`,
  );
  files.set(
    'xl/_rels/workbook.xml.rels',
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>${links.join('')}</Relationships>`,
  );
  files.set(
    'xl/styles.xml',
    `${head}<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/>${ownFormats.join('')}</numFmts><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="true"/>${ownStyles.join('')}</cellXfs></styleSheet>`,
  );
  files.set(
    'xl/sharedStrings.xml',
    `${head}<sst xmlns="${main}" count="${strings.length}">${strings.map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`).join('')}</sst>`,
  );
  files.set('[Content_Types].xml', `${head}<Types/>`);
  return zip(files);
}

function zip(files: ReadonlyMap<string, string>): Blob {
  const parts: Buffer<ArrayBuffer>[] = [];
  const directory: Buffer<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const plain = Buffer.from(text);
    const packed = deflateRawSync(plain);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Blob([...parts, listed, end]);
}
