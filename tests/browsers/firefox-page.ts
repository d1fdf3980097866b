import { writeFileSync } from 'node:fs';
import type { BidiConnection } from './bidi-connection.ts';
import type { BrowserPage } from './browser-page.ts';

/** WebDriver's code points for keys that are no character. */
const keyValues: Record<string, string> = {
  Control: '\uE009',
  Shift: '\uE008',
  Alt: '\uE00A',
  Meta: '\uE03D',
  Enter: '\uE007',
  Escape: '\uE00C',
  Tab: '\uE004',
  Backspace: '\uE003',
  Delete: '\uE017',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Home: '\uE011',
  End: '\uE010',
  Space: ' ',
};

interface RemoteValue {
  type: string;
  value?: unknown;
  sharedId?: string;
}

interface ScriptAnswer {
  type: 'success' | 'exception';
  result?: RemoteValue;
  exceptionDetails?: { text: string };
}

function jsonOf(answer: ScriptAnswer): never {
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
  return JSON.parse(String(answer.result?.value ?? 'null')) as never;
}

/** The closed shadow roots of our elements: BiDi hands out references that no page script gets. */
async function ourRoots(bidi: BidiConnection, context: string): Promise<{ sharedId: string }[]> {
  const answer = await bidi.send<ScriptAnswer>('script.evaluate', {
    expression: "[...document.querySelectorAll('iaposte-bar, iaposte-layer')]",
    target: { context },
    awaitPromise: false,
    resultOwnership: 'none',
    serializationOptions: { maxDomDepth: 1, includeShadowTree: 'all' },
  });
  const hosts = (answer.result?.value ?? []) as {
    value?: { shadowRoot?: { sharedId?: string } | null };
  }[];
  return hosts.flatMap((host) => {
    const sharedId = host.value?.shadowRoot?.sharedId;
    return sharedId ? [{ sharedId }] : [];
  });
}

/** A tab of Firefox as a BrowserPage. */
export function createFirefoxPage(bidi: BidiConnection, context: string): BrowserPage {
  const errors: string[] = [];
  bidi.onEvent((method, params) => {
    if (method !== 'log.entryAdded') return;
    const entry = params as { level?: string; text?: string; source?: { context?: string } };
    if (entry.level === 'error' && entry.source?.context === context) {
      errors.push(entry.text ?? '');
    }
  });
  const act = (actions: object[]): Promise<unknown> =>
    bidi.send('input.performActions', { context, actions });
  const pointer = (actions: object[]): Promise<unknown> =>
    act([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }]);
  const strokes = (keys: readonly string[]): object[] => [
    ...keys.map((value) => ({ type: 'keyDown', value })),
    ...keys.toReversed().map((value) => ({ type: 'keyUp', value })),
  ];

  return {
    errors,
    async goto(url) {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async reload() {
      await bidi.send('browsingContext.reload', { context, wait: 'complete' });
    },
    async url() {
      const { contexts } = await bidi.send<{ contexts: { url: string }[] }>(
        'browsingContext.getTree',
        { root: context },
      );
      return contexts[0]?.url ?? '';
    },
    async evaluate(run, ...args) {
      const expression = `(async () => JSON.stringify((await (${run.toString()})(...${JSON.stringify(args)})) ?? null))()`;
      const answer = await bidi.send<ScriptAnswer>('script.evaluate', {
        expression,
        target: { context },
        awaitPromise: true,
        userActivation: true,
      });
      return jsonOf(answer);
    },
    async inOurRoots(run, ...args) {
      const roots = await ourRoots(bidi, context);
      const answer = await bidi.send<ScriptAnswer>('script.callFunction', {
        functionDeclaration: `(args, ...roots) => JSON.stringify((${run.toString()})(roots, ...JSON.parse(args)) ?? null)`,
        target: { context },
        awaitPromise: false,
        arguments: [{ type: 'string', value: JSON.stringify(args) }, ...roots],
      });
      return jsonOf(answer);
    },
    async mouseClick(x, y) {
      await pointer([
        { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]);
    },
    async mouseMove(x, y) {
      await pointer([{ type: 'pointerMove', x: Math.round(x), y: Math.round(y) }]);
    },
    async type(text) {
      const values = [...text].map((letter) =>
        letter === '\n' ? (keyValues.Enter ?? '') : letter,
      );
      await act([
        { type: 'key', id: 'keys', actions: values.flatMap((value) => strokes([value])) },
      ]);
    },
    async press(keys) {
      const parts = keys.split('+').map((part) => keyValues[part] ?? part);
      await act([{ type: 'key', id: 'keys', actions: strokes(parts) }]);
    },
    async setViewport(width, height) {
      await bidi.send('browsingContext.setViewport', { context, viewport: { width, height } });
    },
    async screenshot(file) {
      const { data } = await bidi.send<{ data: string }>('browsingContext.captureScreenshot', {
        context,
      });
      writeFileSync(file, Buffer.from(data, 'base64'));
    },
    async close() {
      await bidi.send('browsingContext.close', { context });
    },
  };
}
