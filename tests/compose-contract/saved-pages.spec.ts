import { type ContractPage, expect, test, until } from './contract-fixtures.ts';
import { savedFolder, savedPages } from './saved-pages.ts';

const addresses = {
  gmail: 'https://mail.google.com/mail/saved/',
  outlook: 'https://outlook.office.com/mail/saved/',
} as const;

/** The elements that are not the author's, byte for byte. */
function foreignParts(): string[] {
  const css =
    '.gmail_signature, .gmail_quote_container, [id="Signature"], [id$="RplyFwdMsg"], [id="appendonsend"]';
  const inDrafts = (element: Element) => element.closest('[contenteditable="true"]') !== null;
  return [...document.querySelectorAll(css)].filter(inDrafts).map(({ outerHTML }) => outerHTML);
}

/** Until the second detector has looked at the page at rest as well. */
async function rested(mail: ContractPage): Promise<void> {
  await mail.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1300)));
}

test.describe('pages of the real sites', () => {
  test.skip(savedFolder === null, 'the folder ../shared/webmail-pages is not here');

  for (const [index, { file, host, windows }] of savedPages().entries()) {
    test(`1 2 3 6 15 17 19 20: ${file}, ${windows.length} windows`, async ({ openCompose }) => {
      const mail = await openCompose(host);
      await mail.page.goto(`${addresses[host]}${index}`);
      await mail.open(windows.length);
      expect(await mail.call('readAll')).toEqual(windows);
      const [first] = windows;
      if (first) {
        const before = await mail.page.evaluate(foreignParts);
        const added = first.text === '' ? 'Merci' : ' Merci';
        expect(await mail.insert(added)).toMatchObject({ ok: true });
        expect((await mail.read()).text).toBe(first.text + added);
        expect(await mail.page.evaluate(foreignParts)).toEqual(before);
      }
      await rested(mail);
      expect(await mail.call('seen')).toBe(windows.length);
      await until(`${windows.length} bars`, async () => {
        return (await mail.page.count('iaposte-bar')) === windows.length;
      });
    });
  }
});
