import { expect, test } from 'vitest';
import { findJsonFault, jsonFault } from '../src/json-fault.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('the place of a fault is found just where there is one, and never before what is still right', () => {
  const right =
    '{"a": [1, -2.5e3, true, null, {}], "é": {"x": "q\\"\\u00e9\\\\", "": []},\n "n": 0}';
  expect(findJsonFault(right)).toBeUndefined();
  const others = ['', ...'"\\[]{},:0-.et \n🎉'];
  let refused = 0;
  for (let at = 0; at <= right.length; at += 1) {
    for (const other of others) {
      for (const skip of [0, 1]) {
        const text = right.slice(0, at) + other + right.slice(at + skip);
        const found = findJsonFault(text);
        expect(found === undefined, text).toBe(isJson(text));
        if (found === undefined) continue;
        refused += 1;
        // A text that was right up to here cannot break off earlier, but for a number or a word that began before.
        expect(found, text).toBeGreaterThanOrEqual(at - 8);
        if (at + other.length === text.length) expect(found, text).toBeLessThanOrEqual(text.length);
      }
    }
  }
  expect(refused).toBeGreaterThan(1_500);
});

test('where a body breaks off is told by line and column, and what stands there', () => {
  const message = (body: string) => jsonFault(body).errors?.[0]?.message;
  for (const [body, told] of [
    ['', 'the body is empty: JSON is needed'],
    ['{"to": x}', 'the body is not JSON: line 1, column 8 cannot be "x"'],
    [
      '{\n  "to": "a",\n  "subject" "s"}',
      'the body is not JSON: line 3, column 13 cannot be "\\""',
    ],
    ['{"html": "two\nlines"}', 'the body is not JSON: line 1, column 14 cannot be "\\n"'],
    ['{"a": [1, 2,]}', 'the body is not JSON: line 1, column 13 cannot be "]"'],
    ["{'a': 1}", 'the body is not JSON: line 1, column 2 cannot be "\'"'],
    ['{"a": 01}', 'the body is not JSON: line 1, column 8 cannot be "1"'],
    ['{"a": "\\x"}', 'the body is not JSON: line 1, column 8 cannot be "\\\\"'],
    ['{"a": 1}\n🎉', 'the body is not JSON: line 2, column 1 cannot be "🎉"'],
    ['\ufeff{"a": 1', 'the body is not JSON: it ends too early, at line 1, column 9'],
    ['['.repeat(500_000), 'the body is not JSON: it ends too early, at line 1, column 500001'],
    [
      `"${'\\"'.repeat(500_000)}`,
      'the body is not JSON: it ends too early, at line 1, column 1000002',
    ],
    [`[${'1,'.repeat(1024 * 1024)}`, 'the body is not JSON'],
  ] as const) {
    expect(message(body), body.slice(0, 40)).toBe(told);
    expect(jsonFault(new TextEncoder().encode(body)).errors?.[0]?.message).toBe(
      told.replace('line 1, column 9', 'line 1, column 8'),
    );
  }
});
