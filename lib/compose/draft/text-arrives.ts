/**
 * Resolves true as soon as `arrived` does after a change of the editor, false after `timeout` ms. Looks
 * only when something has changed.
 */
export function textArrives(
  editor: HTMLElement,
  arrived: () => boolean,
  timeout: number,
): Promise<boolean> {
  if (arrived()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (result: boolean) => {
      clearTimeout(timer);
      observer.disconnect();
      resolve(result);
    };
    const observer = new MutationObserver(() => {
      if (arrived()) done(true);
    });
    observer.observe(editor, { childList: true, characterData: true, subtree: true });
    const timer = setTimeout(() => done(arrived()), timeout);
  });
}
