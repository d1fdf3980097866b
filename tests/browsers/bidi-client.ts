type Parameters = Record<string, unknown>;
type Answer = Record<string, unknown>;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

interface BidiMessage {
  id?: number;
  type?: string;
  method?: string;
  params?: Parameters;
  result?: Answer;
  error?: string;
  message?: string;
}

/** A value as WebDriver BiDi writes it. */
export interface RemoteValue {
  type: string;
  value?: unknown;
  sharedId?: string;
}

/** One WebDriver BiDi connection: commands by promise, events by listener. */
export class BidiClient {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, ((parameters: Parameters) => void)[]>();
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', (event) => this.receive(String(event.data)));
    socket.addEventListener('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The browser has gone.'));
      this.waiting.clear();
    });
  }

  static async connect(url: string): Promise<BidiClient> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`No connection to ${url}`)));
    });
    return new BidiClient(socket);
  }

  /** @throws Error with the browser's reason when it refuses the command */
  send(method: string, params: Parameters = {}): Promise<Answer> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {
        resolve,
        reject: (error) => reject(new Error(`${method}: ${error.message}`)),
      });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  on(event: string, listener: (parameters: Parameters) => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  /**
   * Runs a function in a realm and answers the remote value.
   * @throws Error with the page's own error when it throws
   */
  async call(
    target: Parameters,
    functionDeclaration: string,
    callArguments: unknown[] = [],
    serializationOptions: Parameters = {},
  ): Promise<RemoteValue> {
    const answer = await this.send('script.callFunction', {
      functionDeclaration,
      target,
      arguments: callArguments,
      awaitPromise: true,
      serializationOptions,
      userActivation: false,
    });
    if (answer.type === 'exception') {
      throw new Error((answer.exceptionDetails as { text: string }).text);
    }
    return answer.result as RemoteValue;
  }

  private receive(data: string): void {
    const message = JSON.parse(data) as BidiMessage;
    if (message.id === undefined) {
      for (const listener of this.listeners.get(message.method ?? '') ?? []) {
        listener(message.params ?? {});
      }
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === 'error') {
      waiting?.reject(new Error(`${message.error}: ${message.message}`));
    } else {
      waiting?.resolve(message.result ?? {});
    }
  }
}
