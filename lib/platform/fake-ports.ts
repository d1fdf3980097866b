import { browser } from '@/lib/platform/browser';

type Listener = (message: unknown) => void;

/** One end of a channel in tests: what a browser's runtime Port does, on the next microtask. */
export class FakePort {
  readonly name: string;
  readonly sender: { id: string; url: string };
  other: FakePort | null = null;
  private readonly messageListeners: Listener[] = [];
  private readonly endListeners: (() => void)[] = [];
  private open = true;

  readonly onMessage = {
    addListener: (listener: Listener) => this.messageListeners.push(listener),
  };
  readonly onDisconnect = {
    addListener: (listener: () => void) => this.endListeners.push(listener),
  };

  constructor(name: string, url: string) {
    this.name = name;
    this.sender = { id: browser.runtime.id, url };
  }

  postMessage(message: unknown): void {
    if (!this.open) throw new Error('Attempting to use a disconnected port object');
    // Browsers copy: what cannot be cloned must fail here as well.
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => {
      for (const listener of this.other?.messageListeners ?? []) listener(copy);
    });
  }

  /** As in browsers, only the other end hears of it. */
  disconnect(): void {
    if (!this.open) return;
    this.open = false;
    queueMicrotask(() => this.other?.ended());
  }

  private ended(): void {
    if (!this.open) return;
    this.open = false;
    for (const listener of this.endListeners) listener();
  }
}

/** Puts `runtime.connect` and `runtime.onConnect` in place. `page` is where the next channel comes from. */
export function installFakePorts(): { page: string; readonly opened: FakePort[] } {
  const accept: ((port: FakePort) => void)[] = [];
  const ports = { page: 'https://mail.google.com/mail/u/0/', opened: [] as FakePort[] };
  Object.assign(browser.runtime, {
    connect: ({ name }: { name: string }) => {
      const near = new FakePort(name, ports.page);
      const far = new FakePort(name, ports.page);
      near.other = far;
      far.other = near;
      ports.opened.push(far);
      for (const listener of accept) listener(far);
      return near;
    },
    onConnect: { addListener: (listener: (port: FakePort) => void) => accept.push(listener) },
  });
  return ports;
}
