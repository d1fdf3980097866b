// How long a page stands still, by the clock: what somebody who uses it meets, whoever had the processor meanwhile.

/** In the page: from now on how late each turn comes; the answer ends it and tells the longest wait, ms. */
function watchTurns() {
  let longest = 0;
  let last = performance.now();
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    channel.port2.postMessage(null);
  };
  channel.port2.postMessage(null);
  return () => {
    channel.port1.close();
    return longest;
  };
}

/** Makes `watchTurns()` known in a page. */
export async function teachWatchTurns(page) {
  await page.evaluate(`globalThis.watchTurns = ${watchTurns}`);
}

/** How long a page that does nothing stands still at the longest in 0.6 s: what the machine alone costs it. */
export async function idleBlock(page) {
  await teachWatchTurns(page);
  return page.evaluate(async () => {
    const stop = globalThis.watchTurns();
    await new Promise((resolve) => setTimeout(resolve, 600));
    return stop();
  });
}
