import fs from 'node:fs/promises';
import type { BidiClient, RemoteValue } from './bidi-client.ts';
import { chordActions, typingActions } from './bidi-keys.ts';
import { MailPage } from './mail-page.ts';
import { type Probe, probePage } from './page-probe.ts';

/** Elements that may carry a shadow root of ours: custom elements and children of `html` and `body`. */
const findHosts = `(...roots) => roots.flatMap((root) => [...root.querySelectorAll('*')]).filter(
  (element) => element.localName.includes('-') || element.parentElement?.matches('html, body'))`;

interface NodeValue {
  shadowRoot?: { sharedId?: string } | null;
}

function shadowIds(hosts: RemoteValue): string[] {
  return (hosts.value as RemoteValue[]).flatMap((host) => {
    const id = (host.value as NodeValue | undefined)?.shadowRoot?.sharedId;
    return id ? [id] : [];
  });
}

/** A tab of Firefox. Closed shadow roots come out of WebDriver BiDi's serialisation. */
export class FirefoxPage extends MailPage {
  readonly browser = 'firefox';
  readonly errors: string[] = [];
  readonly context: string;
  private readonly client: BidiClient;

  constructor(client: BidiClient, context: string) {
    super();
    this.client = client;
    this.context = context;
    client.on('log.entryAdded', (entry) => {
      const source = entry.source as { context?: string };
      if (source.context === context && entry.level === 'error')
        this.errors.push(String(entry.text));
    });
  }

  async goto(url: string): Promise<void> {
    await this.client.send('browsingContext.navigate', {
      context: this.context,
      url,
      wait: 'complete',
    });
  }

  async reload(): Promise<void> {
    await this.client.send('browsingContext.reload', { context: this.context, wait: 'complete' });
  }

  async url(): Promise<string> {
    return this.evaluate(() => location.href);
  }

  async type(text: string): Promise<void> {
    await this.keys(typingActions(text));
  }

  async press(chord: string): Promise<void> {
    await this.keys(chordActions(chord));
  }

  async evaluate<Answer, Args extends unknown[]>(
    run: (...args: Args) => Answer,
    ...args: Args
  ): Promise<Awaited<Answer>> {
    const declaration = `async (json) => JSON.stringify([await (${run})(...JSON.parse(json))])`;
    return (await this.callForJson(declaration, args, []))[0] as Awaited<Answer>;
  }

  async screenshot(path: string): Promise<void> {
    const { data } = await this.client.send('browsingContext.captureScreenshot', {
      context: this.context,
    });
    await fs.writeFile(path, Buffer.from(data as string, 'base64'));
  }

  async resize(width: number, height: number): Promise<void> {
    await this.client.send('browsingContext.setViewport', {
      context: this.context,
      viewport: { width, height },
    });
  }

  async bringToFront(): Promise<void> {
    await this.client.send('browsingContext.activate', { context: this.context });
  }

  async close(): Promise<void> {
    await this.client.send('browsingContext.close', { context: this.context });
  }

  protected async clickAt(x: number, y: number): Promise<void> {
    await this.client.send('input.performActions', {
      context: this.context,
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    });
  }

  protected async probe(probe: Probe): Promise<unknown> {
    try {
      return await this.probeOnce(probe);
    } catch (error) {
      // The page navigated between two calls: its nodes are gone, ask the new one.
      if (!/no such node|stale|realm|frame/i.test(String(error))) throw error;
      return this.probeOnce(probe);
    }
  }

  private async probeOnce(probe: Probe): Promise<unknown> {
    const roots = await this.findRoots();
    const declaration = `(json, ...roots) =>
      JSON.stringify([(${probePage})(JSON.parse(json)[0], document, ...roots) ?? null])`;
    return (await this.callForJson(declaration, [probe], roots))[0];
  }

  /** Shared ids of the shadow roots in the page, nested ones included. */
  private async findRoots(): Promise<string[]> {
    const found: string[] = [];
    let layer: string[] | null = null;
    do {
      const hosts: RemoteValue = await this.client.call(
        { context: this.context },
        layer === null ? `() => (${findHosts})(document)` : findHosts,
        (layer ?? []).map((sharedId) => ({ sharedId })),
        { maxDomDepth: 0, includeShadowTree: 'all' },
      );
      layer = shadowIds(hosts);
      found.push(...layer);
    } while (layer.length > 0);
    return found;
  }

  private async callForJson(
    declaration: string,
    args: unknown[],
    sharedIds: string[],
  ): Promise<unknown[]> {
    const result = await this.client.call({ context: this.context }, declaration, [
      { type: 'string', value: JSON.stringify(args) },
      ...sharedIds.map((sharedId) => ({ sharedId })),
    ]);
    return JSON.parse(result.value as string) as unknown[];
  }

  private async keys(actions: object[]): Promise<void> {
    await this.client.send('input.performActions', {
      context: this.context,
      actions: [{ type: 'key', id: 'keyboard', actions }],
    });
  }
}
