/** One WebDriver BiDi connection to a Firefox that was started with a remote debugging port. */
export interface BidiConnection {
  send<T = Record<string, unknown>>(method: string, params?: object): Promise<T>;
  onEvent(listener: (method: string, params: Record<string, unknown>) => void): void;
  close(): void;
}

interface Answer {
  id?: number;
  type?: string;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: string;
  message?: string;
}

export async function openBidi(address: string): Promise<BidiConnection> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`cannot connect to ${address}`));
  });
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const listeners: ((method: string, params: Record<string, unknown>) => void)[] = [];
  let last = 0;
  socket.onmessage = (event) => {
    const answer = JSON.parse(String(event.data)) as Answer;
    const asked = answer.id === undefined ? undefined : waiting.get(answer.id);
    if (asked && answer.id !== undefined) {
      waiting.delete(answer.id);
      if (answer.type === 'error') asked.reject(new Error(`${answer.error}: ${answer.message}`));
      else asked.resolve(answer.result as never);
    } else if (answer.method) {
      for (const listener of listeners) listener(answer.method, answer.params ?? {});
    }
  };
  socket.onclose = () => {
    for (const asked of waiting.values()) asked.reject(new Error('Firefox has gone'));
    waiting.clear();
  };
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    onEvent: (listener) => {
      listeners.push(listener);
    },
    close: () => socket.close(),
  };
}
