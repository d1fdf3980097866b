import { type MailPage, waitUntil } from './mail-page.ts';

/** Waits until a list marks words, and every one of them is such a word: e.g. `/^réunion$/i`. */
export async function waitForFoundWords(
  page: MailPage,
  list: string,
  wanted: RegExp,
): Promise<void> {
  const marked = () =>
    page.evaluate((place) => {
      const found = CSS.highlights.get('found-words');
      const ranges = found ? [...found] : [];
      return ranges
        .filter(({ startContainer }) => startContainer.parentElement?.closest(place))
        .map(({ startContainer, startOffset, endOffset }) =>
          (startContainer.textContent ?? '').slice(startOffset, endOffset),
        );
    }, list);
  let last: string[] = [];
  await waitUntil(
    async () => {
      last = await marked();
      return last.length > 0 && last.every((word) => wanted.test(word));
    },
    () => `words like ${wanted} to be marked in ${list}, not ${last.join(', ')}`,
  );
}
