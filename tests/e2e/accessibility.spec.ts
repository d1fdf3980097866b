import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { violationsInLooks } from '../browsers/choose-look.ts';
import { mailboxes, openCompose } from '../browsers/journey.ts';
import { expect, test } from './fixtures.ts';

/** A server with a key field: the options show all they have. */
const server = {
  baseUrl: 'https://api.openai.com/v1',
  chatModel: 'm',
  transcriptionModel: 'm',
};

test('16: welcome and options have no violation of axe, in three languages, light and dark', async ({
  start,
}) => {
  const session = await start();
  for (const address of ['welcome.html', 'options.html']) {
    const page = await session.openExtensionPage(address);
    await page.waitFor('main');
    expect(await violationsInLooks(page, { server }), address).toEqual([]);
    await page.close();
  }
});

for (const [host, look] of [
  ['gmail', ''],
  ['gmail', '&theme=dark'],
  ['outlook', '&lang=ar'],
  ['outlook', '&theme=dark'],
] as const) {
  test(`16, 22: bar, menu, notice and review have no violation of axe in ${host}${look}`, async ({
    shared: session,
  }) => {
    const page = await openCompose(session, host, `compose=new${look}`);
    expect(await checkAccessibility(page, 'iaposte-bar')).toEqual([]);
    await page.click('[data-action="more"]');
    await page.waitFor('[role="menuitem"]');
    expect(await checkAccessibility(page, 'iaposte-bar')).toEqual([]);
    await page.press('Escape');
    await page.focus(mailboxes[host].editor);
    await page.press('Control+Home');
    await page.type('bonjour  je vous envoie le le dossier demain');
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.click('dialog label:has(input[value="side-by-side"])');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.press('Control+Enter');
    await page.waitFor('dialog', { state: 'hidden' });
    await page.waitFor('.notice');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
  });
}
