// How long a page of the extension takes until it shows something.
import { percentile } from './statistics.mjs';

const loads = 20;

/** Milliseconds from the start of the load to the first content painted, and to the view itself. */
async function load(session, address, view) {
  const { page } = await session.openExtensionPage(address);
  await page.waitForSelector(view);
  const times = await page.evaluate(async (wanted) => {
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    while (painted() === undefined || !document.querySelector(wanted)) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { paint: painted(), view: performance.now() };
  }, view);
  await page.close();
  return times;
}

/**
 * Popup and each view of the side panel, opened twenty times each; the first load of all is thrown away. Beside them
 * a file of the extension that is nothing but text: what the browser itself needs for a page on this machine.
 */
export async function measureFirstPaint(session) {
  const pages = {
    'text alone': ['manifest.json', 'pre'],
    popup: ['popup.html', '[name="subject"]'],
    dictation: ['sidepanel.html#/dictation', '.panel-main > *'],
    templates: ['sidepanel.html#/templates', '.panel-main > *'],
    contacts: ['sidepanel.html#/contacts', '.panel-main > *'],
    batches: ['sidepanel.html#/batches', '.panel-main > *'],
  };
  const rows = [];
  for (const [name, [address, view]] of Object.entries(pages)) {
    await load(session, address, view);
    const paints = [];
    const views = [];
    for (let turn = 0; turn < loads; turn += 1) {
      const times = await load(session, address, view);
      paints.push(times.paint);
      views.push(times.view);
    }
    const share = (numbers, part) => Math.round(percentile(numbers, part));
    rows.push({
      what: `first paint of ${name}, ms`,
      values: {
        p50: share(paints, 0.5),
        p95: share(paints, 0.95),
        viewP50: share(views, 0.5),
        viewP95: share(views, 0.95),
        budgetP95: 200,
      },
    });
  }
  return rows;
}
