import { expect, it } from 'vitest';
import { readNumberFormat } from '@/lib/core/table/number-format';

it.each([
  ['00000', 1000, 'fr', '01000'],
  ['00000', 97411, 'fr', '97411'],
  ['00000', 123456, 'fr', '123456'],
  ['000', 0, 'fr', '000'],
  ['0#" "##" "##" "##" "##', 612345678, 'fr', '06 12 34 56 78'],
  ['0#\\ ##\\ ##\\ ##\\ ##', 612345678, 'fr', '06 12 34 56 78'],
  ['000-00-0000', 1234567, 'en', '001-23-4567'],
  ['[$-40C]00000;@', 1000, 'fr', '01000'],
  ['"CL-"0000', 42, 'fr', 'CL-0042'],
  ['0%', 0.2, 'en', '20%'],
  ['0.00%', 0.0525, 'fr', '5,25\u00a0%'],
])('%s shows %s (%s) as %j', (code, value, language, shown) => {
  const written = readNumberFormat(code)?.(value, language)?.replace('\u202f', '\u00a0');
  expect(written).toBe(shown);
});

it.each(['General', '0', '#', '0.00', '#,##0', 'dd/mm/yyyy', '0.00E+00', '@', '"€ "#,##0.00', ''])(
  '%j changes nothing',
  (code) => {
    expect(readNumberFormat(code)).toBeNull();
  },
);

it.each([-1000, 10.5, Number.NaN, 1e16])('00000 leaves %s as it is', (value) => {
  expect(readNumberFormat('00000')?.(value, 'fr')).toBeNull();
});
