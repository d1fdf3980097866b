import { describe } from 'vitest';
import { testMutations } from './run-mutations';

describe('12 13 14 15: a host that changes its page', () => {
  // The other kinds of page: mutated-gmail.test.ts, mutated-windows.test.ts.
  testMutations('others');
});
