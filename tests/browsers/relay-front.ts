import net from 'node:net';

/** Stands on the wire between a browser and a relay. */
export interface RelayFront {
  port: number;
  /** Idempotency keys of the batches and mails handed over, in their order; what came in vain too. */
  keys: string[];
  /** From the next batch or mail on the relay hears everything, and the browser hears no answer to it. */
  keepAnswers(): void;
  /** The same, and the browser is cut off as soon as the relay answers. */
  loseAnswers(): void;
  /** The answers wait until they may pass. */
  holdAnswers(): void;
  passAnswers(): void;
  close(): Promise<void>;
}

const handedOver = /POST \/api\/email\/send(?:-batch)? .*?\r\nidempotency-key: ([\w-]+)\r\n/is;

/** Passes every byte on to the relay at this port and back. */
export async function startRelayFront(relayPort: number): Promise<RelayFront> {
  const keys: string[] = [];
  const open = new Set<net.Socket>();
  let mode: 'pass' | 'keep' | 'lose' | 'hold' = 'pass';
  const held: (() => void)[] = [];
  const server = net.createServer((browser) => {
    const relay = net.connect(relayPort, '127.0.0.1');
    let silent = false;
    let asked = '';
    browser.on('data', (bytes) => {
      asked += bytes.toString('latin1');
      const [, key] = handedOver.exec(asked) ?? [];
      if (key) {
        keys.push(key);
        silent ||= mode === 'keep' || mode === 'lose';
      }
      asked = key ? '' : asked.slice(-2_000);
      relay.write(bytes);
    });
    relay.on('data', (bytes) => {
      if (mode === 'hold') held.push(() => browser.write(bytes));
      else if (!silent) browser.write(bytes);
      else if (mode === 'lose') browser.destroy();
    });
    const pairs = [
      [browser, relay],
      [relay, browser],
    ] as const;
    for (const [one, other] of pairs) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    keys,
    keepAnswers() {
      mode = 'keep';
    },
    loseAnswers() {
      mode = 'lose';
    },
    holdAnswers() {
      mode = 'hold';
    },
    passAnswers() {
      mode = 'pass';
      for (const pass of held.splice(0)) pass();
    },
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
