import { expect, it } from 'vitest';
import { showCell } from '@/lib/core/table/show-cell';

it.each([
  ['text', 'fr', 'text'],
  [0.1 + 0.2, 'fr', '0,3'],
  [0.1 + 0.2, 'en', '0.3'],
  [612345678, 'fr', '612345678'],
  [1e21, 'fr', '1e+21'],
  [true, 'fr', 'VRAI'],
  [false, 'es', 'FALSO'],
  [new Date('2026-10-03T00:00:00Z'), 'fr', '03/10/2026'],
  [new Date('2026-10-03T00:00:00Z'), 'en', '10/03/2026'],
  [new Date('2026-10-03T14:29:59.999Z'), 'fr', '03/10/2026 14:30'],
  [new Date('1899-12-30T08:15:00Z'), 'fr', '08:15'],
  [new Date(Number.NaN), 'fr', ''],
  [null, 'fr', ''],
  [undefined, 'fr', ''],
] as const)('shows %s (%s) as %j', (value, language, shown) => {
  expect(showCell(value, language)).toBe(shown);
});
