import type { BrowserSession } from '../browsers/session.ts';
import { expect, test } from './fixtures.ts';

/** Where the frames of the tabs stand. */
async function framedAddresses(session: BrowserSession): Promise<string[]> {
  if (session.browser === 'chromium') {
    const frames = session.context.pages().flatMap((page) => page.frames().slice(1));
    return frames.map((frame) => frame.url());
  }
  const read = `[...gBrowser.tabs].flatMap((tab) =>
    tab.linkedBrowser.browsingContext.children.map(({ currentURI }) => currentURI.spec))`;
  return (await session.inChrome(read)) as string[];
}

test('S35, S37: a web page can load no file of the extension and frame no page of it', async ({
  start,
  startAi,
}) => {
  const session = await start();
  // A page of another site, without a policy of its own that would refuse for us.
  // (Firefox shows JSON in a page of its own, with such a policy.)
  const ai = await startAi({ key: undefined });
  ai.failNext({ kind: 'html' }, { times: 4 });
  const page = await session.newPage(`${ai.url}/models`);
  const scheme = session.browser === 'chromium' ? 'chrome-extension' : 'moz-extension';
  const origin = `${scheme}://${session.extensionId}`;
  const files = ['icon/128.png', 'options.html', 'content-scripts/compose.js', 'manifest.json'];
  const loaded = await page.evaluate(
    async (base: string, names: string[]) => {
      const read = (name: string) =>
        fetch(`${base}/${name}`).then(
          () => name,
          () => null,
        );
      const drawn = new Promise<string | null>((resolve) => {
        const image = new Image();
        image.onload = () => resolve('image');
        image.onerror = () => resolve(null);
        image.src = `${base}/icon/128.png`;
      });
      return [...(await Promise.all(names.map(read))), await drawn].filter(Boolean);
    },
    origin,
    files,
  );
  expect(loaded).toEqual([]);

  const own = ['options.html', 'sidepanel.html', 'popup.html'];
  await page.evaluate(
    async (base: string, names: string[], control: string) => {
      const frame = (address: string) => {
        const element = document.createElement('iframe');
        element.src = address;
        document.body.append(element);
        return new Promise((resolve) => element.addEventListener('load', resolve));
      };
      for (const name of names) void frame(`${base}/${name}`);
      // What may be framed is there after it was asked for: so is what was asked for before, if ever.
      for (let round = 0; round < 3; round += 1) await frame(`${control}?${round}`);
    },
    origin,
    own,
    `${ai.url}/models`,
  );
  const framed = await framedAddresses(session);
  expect(framed.filter((address) => address.startsWith(ai.url))).toHaveLength(3);
  expect(framed).toHaveLength(own.length + 3);
  expect(framed.filter((address) => address.startsWith(scheme))).toEqual([]);

  // What an address says is where to look, never what to do.
  const options = await session.openExtensionPage(
    `options.html?base-url=${encodeURIComponent(ai.url)}&server-key=k&action=test-connection#save-key`,
  );
  await options.waitFor('select[name="preset"]');
  expect(await options.text('input[name="base-url"]')).toBeFalsy();
  expect(ai.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
});
