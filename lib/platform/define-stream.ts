import type { Browser } from 'wxt/browser';
import { AppError } from '@/lib/core/app-error';
import { browser } from '@/lib/platform/browser';
import { checkSender, type MessageSender, type Tier } from '@/lib/platform/define-messages';

/**
 * A typed two-way channel over a runtime Port, for what lasts longer than one answer: streamed text,
 * a recording. It ends when either side aborts, the tab goes or the background is restarted.
 */
export interface Stream<Out, In> {
  post(message: Out): void;
  onMessage(callback: (message: In) => void): void;
  /** Aborted when the other side has gone, for whatever reason. */
  readonly signal: AbortSignal;
  close(): void;
}

type Port = Browser.runtime.Port;

function wrap<Out, In>(port: Port): Stream<Out, In> {
  const ended = new AbortController();
  port.onDisconnect.addListener(() => {
    // Reading lastError keeps Chrome from logging a normal disconnect as an error.
    void browser.runtime?.lastError;
    ended.abort();
  });
  return {
    signal: ended.signal,
    post(message) {
      if (ended.signal.aborted) return;
      try {
        port.postMessage(message);
      } catch {
        ended.abort();
      }
    },
    onMessage(callback) {
      port.onMessage.addListener((message: unknown) => callback(message as In));
    },
    close() {
      port.disconnect();
      ended.abort();
    },
  };
}

export interface StreamDefinition<FromClient, FromBackground> {
  /** Opens a channel to the background. Throws `extension-updated` when there is no background left. */
  connect(): Stream<FromClient, FromBackground>;
  /** Background: called for each channel opened by an allowed sender. */
  accept(
    handler: (stream: Stream<FromBackground, FromClient>, sender: MessageSender) => void,
  ): void;
}

export function defineStream<FromClient, FromBackground>(
  name: string,
  tier: Tier,
): StreamDefinition<FromClient, FromBackground> {
  return {
    connect() {
      if (!browser.runtime?.id) throw new AppError('extension-updated');
      return wrap(browser.runtime.connect({ name }));
    },
    accept(handler) {
      browser.runtime.onConnect.addListener((port) => {
        if (port.name !== name) return;
        try {
          const sender = checkSender(port.sender as chrome.runtime.MessageSender, tier);
          handler(wrap(port), sender);
        } catch {
          port.disconnect();
        }
      });
    },
  };
}
