import { randomInt } from 'node:crypto';

/** No letters that look like another on paper, and no capitals. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUP = 4;
const LENGTH = 3 * GROUP;
const COUNT = 10;

const inGroups = (letters: string) =>
  (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');

const makeCode = () =>
  inGroups(Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''));

/** New recovery codes, to be written down by hand: 59 bits each. */
export const makeRecoveryCodes = (): string[] => Array.from({ length: COUNT }, makeCode);

const OURS = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);

/** Before version 4 was finished: five and five, with capitals that count. */
const EARLIER = /^[a-zA-Z0-9]{10}$/;

/** A recovery code as it is kept, from what a person typed: dashes, blanks and capitals do not matter. */
export function recoveryCodeOf(typed: string): string {
  const bare = typed.replace(/[\s\p{Pd}]/gu, '');
  if (OURS.test(bare.toLowerCase())) return inGroups(bare.toLowerCase());
  return EARLIER.test(bare) ? `${bare.slice(0, 5)}-${bare.slice(5)}` : typed.trim();
}
