import { expect, test } from './fixtures.ts';

test('S35: a web page can load no file of the extension', async ({ start, startAi }) => {
  const session = await start();
  // A page of another site, without a policy of its own that would refuse for us.
  const ai = await startAi();
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
});
