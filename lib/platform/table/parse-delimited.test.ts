import { describe, expect, it } from 'vitest';
import { parseDelimited } from '@/lib/platform/table/parse-delimited';

describe('separated cells', () => {
  it('keeps the line of each row although cells hold line breaks', () => {
    const { rows } = parseDelimited('a;b\r\n"x\r\ny";2\r\n3;4\r\n');
    expect(rows.slice(0, 3)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x\ny', '2'] },
      { line: 4, cells: ['3', '4'] },
    ]);
  });

  it('reads lines as every system ends them', () => {
    const expected = [
      [1, 'a', 'b'],
      [2, 'é', ''],
      [3, ''],
      [4, ' c ', 'd'],
    ];
    for (const end of ['\n', '\r\n', '\r']) {
      const { rows } = parseDelimited(['a;b', 'é;', '', ' c ;d'].join(end), ';');
      expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual(expected);
    }
  });

  it('S25: lines of one file that end differently stay lines of their own', () => {
    const people = [...'abcdef'].map((name) => [`${name}@x.fr`, name]);
    for (const [x, y, z] of [
      ['\r\n', '\n', '\r\n'],
      ['\n', '\r\n', '\r'],
      ['\r', '\n', '\r'],
      ['\r\r\n', '\r\r\n', '\r\r\n'],
    ] as const) {
      const ends = [x, y, x, z, x, x];
      for (const quoted of [false, true]) {
        const cell = (text = '') => (quoted ? `"${text}"` : text);
        const lines = people.map((cells, at) => cells.map(cell).join(';') + ends[at]);
        const { rows, problems } = parseDelimited(`mail;nom${x}${lines.join('')}`);
        expect(rows.slice(1, 7).map(({ cells }) => cells)).toEqual(people);
        expect(rows.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
        expect(problems.count).toBe(0);
      }
    }
  });

  it('S25: an unclosed quote costs its own line only, and is reported there', () => {
    const { rows, problems } = parseDelimited('n;m\na;1\n"b;2\nc;"3\nd;4\n"e";5');
    expect(problems.kept).toEqual([
      { line: 3, kind: 'unclosed-quote' },
      { line: 4, kind: 'unclosed-quote' },
    ]);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['n', 'm'],
      ['a', '1'],
      ['"b', '2'],
      ['c', '"3'],
      ['d', '4'],
      ['e', '5'],
    ]);
  });

  it('S25: a thousand unclosed quotes end all the same', () => {
    const body = Array.from({ length: 1_001 }, (_, index) => `"${index};x`).join('\n');
    const { rows } = parseDelimited(`n;m\n${body}`, ';');
    expect(rows).toHaveLength(1_002);
    expect(rows.at(-1)).toEqual({ line: 1_002, cells: ['"1000', 'x'] });
  });

  it('reports what stands after a closing quote', () => {
    const { rows, problems } = parseDelimited('a;b\n"x "y" z";2\n3;4');
    expect(rows[1]?.cells).toEqual(['x "y" z', '2']);
    expect(problems.kept).toEqual([{ line: 2, kind: 'stray-quote' }]);
  });

  it('follows the separator that Excel names in a first line', () => {
    const { rows, separator } = parseDelimited('sep=|\na|b;c\n1|2');
    expect(separator).toBe('|');
    expect([rows[0]?.line, rows[0]?.cells]).toEqual([2, ['a', 'b;c']]);
    expect(parseDelimited('\ufeffsep=|\ra|b;c\r1|2').rows).toEqual(rows);
  });
});
