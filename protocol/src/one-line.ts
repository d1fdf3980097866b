import { z } from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const oneLine = /^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/;

/** A text that may stand in a header of a mail: no line break of any kind, no control character. */
export const header = (max: number) =>
  z.string().max(max).regex(oneLine, 'must be one line of text');
