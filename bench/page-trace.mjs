// What the main thread of a page did, from Chromium's own trace. A machine that gives its processors to others makes a
// task late or long by the clock; the processor time of the thread that ran it tells what was the page's own.

const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];

/** On a machine that is shared the clock of a thread can run ahead of the clock: never more than what went by. */
const processorTime = ({ dur, tdur = dur }) => Math.min(dur, tdur) / 1000;

/**
 * Traces a page while `work` runs, which calls `performance.mark` in it at least once: by it the thread is found.
 * Answers the tasks of the page's main thread, `{ start, wallMs, cpuMs }`, and the marks, `{ name, start, cpuAt }`,
 * in order; all in ms, `cpuAt` being the processor time of the thread until then.
 */
export async function traceMainThread(page, work) {
  const cdp = await page.context().newCDPSession(page);
  const events = [];
  cdp.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event);
  });
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  await work();
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  await cdp.detach();
  return readMainThread(events);
}

function readMainThread(events) {
  const isMark = ({ cat, ph }) => cat === 'blink.user_timing' && (ph === 'I' || ph === 'R');
  const first = events.find(isMark);
  if (!first) throw new Error('Nothing was marked while the page was traced.');
  const own = events
    .filter(({ pid, tid }) => pid === first.pid && tid === first.tid)
    .sort((a, b) => a.ts - b.ts);
  return {
    tasks: own
      .filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
      .map((task) => ({
        start: task.ts / 1000,
        wallMs: task.dur / 1000,
        cpuMs: processorTime(task),
      })),
    marks: own
      .filter(isMark)
      .map(({ name, ts, tts }) => ({ name, start: ts / 1000, cpuAt: tts / 1000 })),
  };
}

/** From each mark of the one name to the next of the other: processor time of the thread, ms. */
export function processorTimes({ marks }, from, to) {
  const times = [];
  let begun;
  for (const mark of marks) {
    if (mark.name === from) begun = mark;
    if (mark.name !== to || !begun) continue;
    times.push(Math.min(mark.cpuAt - begun.cpuAt, mark.start - begun.start));
    begun = undefined;
  }
  return times;
}

/** The longest task between the first mark of the one name and the last of the other, by processor time, ms. */
export function longestTask({ tasks, marks }, from, to) {
  const begin = marks.find(({ name }) => name === from)?.start ?? 0;
  const end = marks.findLast(({ name }) => name === to)?.start ?? Infinity;
  const within = tasks.filter(({ start, wallMs }) => start + wallMs >= begin && start <= end);
  return Math.max(...within.map(({ cpuMs }) => cpuMs));
}
