// What the main thread of a page did, from Chromium's own trace: wall time, and processor time of that thread alone.
const categories = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];

/**
 * Starts to trace a page; the answer ends it and hands over the tasks of its main thread, in order:
 * `{ start, wallMs, cpuMs, marks }` in ms, where `marks` are the names of `performance.mark` within it.
 * The page must mark something meanwhile, or its thread cannot be told from those of other pages.
 */
export async function traceMainThread(page, extra = []) {
  const cdp = await page.page.context().newCDPSession(page.page);
  const events = [];
  cdp.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event);
  });
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [...categories, ...extra], excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
    await cdp.send('Tracing.end');
    await complete;
    await cdp.detach();
    return { tasks: tasksOf(events), events };
  };
}
