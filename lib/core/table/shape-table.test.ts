import { describe, expect, it } from 'vitest';
import { columnLetter, ProblemList, shapeTable } from '@/lib/core/table/shape-table';
import { tableLimits } from '@/lib/core/table/table';

const raw = (...rows: string[][]) => rows.map((cells, index) => ({ line: index + 1, cells }));

describe('a table', () => {
  it('takes its headers from the first row and keeps the lines of the others', () => {
    const table = shapeTable(raw(['Nom', 'Courriel'], [''], ['Martin', ' c@x.fr '], ['', '']));
    expect(table.headers).toEqual(['Nom', 'Courriel']);
    expect(table.rows).toEqual([{ line: 3, cells: ['Martin', 'c@x.fr'] }]);
    expect(table.problemCount).toBe(0);
  });

  it('names columns by letters when the first row is data, and gives each its own name', () => {
    expect(shapeTable(raw(['Martin', 'c@x.fr'])).headers).toEqual(['A', 'B']);
    expect(shapeTable(raw(['Martin', '1\u202f250,00\u00a0€'])).headers).toEqual(['A', 'B']);
    expect(shapeTable(raw(['Nom', '', 'nom', 'Nom'], ['a', 'b', 'c', 'd'])).headers).toEqual([
      'Nom',
      'B',
      'nom 2',
      'Nom 3',
    ]);
    expect([0, 25, 26, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });

  it('of fields tells names apart by their capitals, and takes the apostrophes of an export away', () => {
    const rows = raw(['Ville', 'ville', "'=1", 'Ville'], ["'+33", "'été'", "''=1", "'"]);
    const { headers, rows: read } = shapeTable(rows, undefined, true, {
      exact: true,
      defused: true,
    });
    expect(headers).toEqual(['Ville', 'ville', '=1', 'Ville 2']);
    expect(read[0]?.cells).toEqual(['+33', "'été'", "''=1", "'"]);
    expect(shapeTable(rows, undefined, true).rows[0]?.cells[0]).toBe("'+33");
  });

  it('finds its header below the titles, and says what stood there', () => {
    const titled = raw(
      ['Liste des adhérents 2027', '', ''],
      [''],
      ['', 'Saison 2'],
      ['Nom', 'Courriel', 'CP'],
      ['Martin', 'c@x.fr', '01000'],
    );
    for (const wanted of [undefined, true]) {
      expect(shapeTable(titled, undefined, wanted)).toEqual({
        headers: ['Nom', 'Courriel', 'CP'],
        hasHeader: true,
        titles: ['Liste des adhérents 2027', 'Saison 2'],
        rows: [{ line: 5, cells: ['Martin', 'c@x.fr', '01000'] }],
        problems: [],
        problemCount: 0,
      });
    }
    expect(shapeTable(titled, undefined, false).rows.map(({ line }) => line)).toEqual([4, 5]);
  });

  it('takes no row for a title', () => {
    const untitled = [
      raw(['Courriel'], ['a@x.fr'], ['b@x.fr', 'c@x.fr'], ['d@x.fr', 'e@x.fr']),
      raw(['Nom'], ['Martin'], ['Petit', 'Luc'], ['Roy']),
      raw(['Nom', 'Courriel'], ['Martin'], ['Petit', 'p@x.fr'], ['Roy', 'r@x.fr']),
      raw(...Array.from({ length: 11 }, () => ['Martin']), ['Roy', 'r@x.fr'], ['Luc', 'l@x.fr']),
    ];
    for (const rows of untitled) {
      const table = shapeTable(rows);
      expect(table.titles).toEqual([]);
      expect(table.rows).toHaveLength(rows.length - 1);
    }
    expect(shapeTable([])).toMatchObject({ headers: [], titles: [], rows: [] });
  });

  it('lets the user say whether there is a header', () => {
    expect(shapeTable(raw(['Nom'], ['Martin']), undefined, false).rows).toHaveLength(2);
    expect(shapeTable(raw(['c@x.fr'], ['d@x.fr']), undefined, true).headers).toEqual(['c@x.fr']);
  });

  it('S25: reports ragged rows by line and keeps them', () => {
    const table = shapeTable(
      raw(['a', 'b', 'c'], ['1'], ['1', '2', '3', '4'], ['1', '2', '3', '']),
    );
    expect(table.rows[0]?.cells).toEqual(['1', '', '']);
    expect(table.problems).toEqual([
      { line: 2, kind: 'too-few-cells', expected: 3, found: 1 },
      { line: 3, kind: 'too-many-cells', expected: 3, found: 4 },
    ]);
  });

  it('S25: cuts 10,000 columns and huge cells, and says where', () => {
    const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
    const table = shapeTable(raw(wide, wide));
    expect(table.headers).toHaveLength(tableLimits.columns);
    expect(table.rows[0]?.cells).toHaveLength(tableLimits.columns);
    expect(table.problems).toEqual([
      { line: 1, kind: 'too-many-columns', expected: 200, found: 10_000 },
    ]);
    const huge = shapeTable(raw(['a'], ['x'.repeat(100_000)]));
    expect(huge.rows[0]?.cells[0]).toHaveLength(tableLimits.cell);
    expect(huge.problems).toEqual([{ line: 2, kind: 'cell-too-long', expected: tableLimits.cell }]);
  });

  it('S25: takes out characters nobody sees and points at those nobody can read', () => {
    const table = shapeTable(raw(['a', 'b'], ['x\u0000\ufeffy', 'caf�']));
    expect(table.rows[0]?.cells).toEqual(['xy', 'caf�']);
    expect(table.problems).toEqual([{ line: 2, kind: 'unreadable-character' }]);
  });

  it('S25: takes out of a header what turns the names beside it around', () => {
    expect(shapeTable(raw(['\u202enom\u0007', 'c'], ['a', 'b'])).headers).toEqual(['nom', 'c']);
  });

  it('S25: keeps the first problems and counts all of them', () => {
    const problems = new ProblemList();
    const rows = Array.from({ length: 5_000 }, () => ['1']);
    const table = shapeTable(raw(['a', 'b'], ...rows), problems);
    expect(table.problems).toHaveLength(tableLimits.problems);
    expect(table.problemCount).toBe(5_000);
  });
});
