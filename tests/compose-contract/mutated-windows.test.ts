import { describe } from 'vitest';
import { testMutations } from './run-mutations';

describe('12 13 14 15: a host that changes its page', () => {
  testMutations('several');
});
