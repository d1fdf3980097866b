import type { CDPSession, Page } from '@playwright/test';
import { MailPage } from './mail-page.ts';
import { type Probe, probePage } from './page-probe.ts';

interface DomNode {
  backendNodeId: number;
  children?: DomNode[];
  shadowRoots?: (DomNode & { shadowRootType?: string })[];
}

/** Shadow roots below a node, without those that the browser makes for its own controls. */
function shadowRootsOf(node: DomNode): number[] {
  const own = (node.shadowRoots ?? []).filter((root) => root.shadowRootType !== 'user-agent');
  const inside = [...own, ...(node.children ?? [])].flatMap(shadowRootsOf);
  return [...own.map((root) => root.backendNodeId), ...inside];
}

/** A tab of Chromium. Closed shadow roots are reached through the DevTools protocol. */
export class ChromiumPage extends MailPage {
  readonly browser = 'chromium';
  readonly errors: string[] = [];
  readonly page: Page;
  private session: Promise<CDPSession> | null = null;
  private probes = 0;

  constructor(page: Page) {
    super();
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async url(): Promise<string> {
    return this.page.url();
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async press(chord: string): Promise<void> {
    await this.page.keyboard.press(chord);
  }

  async evaluate<Answer, Args extends unknown[]>(
    run: (...args: Args) => Answer,
    ...args: Args
  ): Promise<Awaited<Answer>> {
    // Handed over as source, so that it runs the same way in both browsers.
    const expression = `(${run})(...${JSON.stringify(args)})`;
    return (await this.page.evaluate(expression)) as Awaited<Answer>;
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  async resize(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }

  async bringToFront(): Promise<void> {
    await this.page.bringToFront();
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  protected async clickAt(x: number, y: number): Promise<void> {
    await this.page.mouse.click(x, y);
  }

  protected async probe(probe: Probe): Promise<unknown> {
    // A navigation between two calls makes the handles of the old document useless: ask once more.
    try {
      return await this.probeOnce(probe);
    } catch (error) {
      if (!/context|node|object/i.test(String(error))) throw error;
      await this.page.waitForLoadState('domcontentloaded');
      return this.probeOnce(probe);
    }
  }

  private async probeOnce(probe: Probe): Promise<unknown> {
    this.session ??= this.page.context().newCDPSession(this.page);
    const session = await this.session;
    // A group of its own: probes that run side by side must not release each other's objects.
    this.probes += 1;
    const objectGroup = `probe-${this.probes}`;
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const ids = [root.backendNodeId, ...shadowRootsOf(root as DomNode)];
    const objects = await Promise.all(
      ids.map((backendNodeId) => session.send('DOM.resolveNode', { backendNodeId, objectGroup })),
    );
    const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
      functionDeclaration: String(probePage),
      objectId: objects[0]?.object.objectId,
      arguments: [
        { value: probe },
        ...objects.map(({ object }) => ({ objectId: object.objectId })),
      ],
      returnByValue: true,
    });
    await session.send('Runtime.releaseObjectGroup', { objectGroup });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? 'probe failed');
    return result.value;
  }
}
