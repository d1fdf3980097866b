import { defineExtensionMessaging } from '@webext-core/messaging';
import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { browser } from '@/lib/platform/browser';

/**
 * Typed messages, one protocol map a feature (`'dictation.list': (query: Query) => Item[]`), in two
 * trust tiers: what a content script of a mail page may ask, and what only our own pages may ask.
 */
export type Protocol = Record<string, (data: never) => unknown>;
export type Tier = 'compose' | 'pages';

type Data<P extends Protocol, K extends keyof P> = Parameters<P[K]>[0];
type Answer<P extends Protocol, K extends keyof P> = Awaited<ReturnType<P[K]>>;
type Reply<T> = { value: T } | { failure: Failure };

export interface MessageSender {
  tabId?: number;
  frameId?: number;
  /** Origin of the page the content script runs in, or of our own page. */
  origin: string;
}

export interface Messages<P extends Protocol> {
  /** Asks the background. Throws AppError with the failure the other side met. */
  send<K extends keyof P & string>(
    name: K,
    ...data: Data<P, K> extends undefined ? [] : [Data<P, K>]
  ): Promise<Answer<P, K>>;
  /** Answers in the background. One handler a name; a sender outside the tier is refused. */
  handle<K extends keyof P & string>(
    name: K,
    handler: (data: Data<P, K>, sender: MessageSender) => Promise<Answer<P, K>> | Answer<P, K>,
  ): void;
}

const mailOrigins = new Set([
  'https://mail.google.com',
  'https://outlook.live.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.cloud.microsoft',
]);

/**
 * Who sent this? Only our own extension; content scripts only from the mail hosts (S32).
 * Throws `AppError('unknown')` for anyone else.
 */
export function checkSender(sender: chrome.runtime.MessageSender, tier: Tier): MessageSender {
  const { url = '' } = sender;
  const origin = url ? new URL(url).origin : '';
  // Not by its origin: that of an address whose scheme a parser does not know is `null` for all of them.
  const ownAddress = browser.runtime.getURL('/');
  const fromOwnPage = sender.id === browser.runtime.id && url.startsWith(ownAddress);
  const fromMail = sender.id === browser.runtime.id && mailOrigins.has(origin);
  if (!fromOwnPage && !(tier === 'compose' && fromMail)) {
    throw new AppError('unknown', { detail: 'message refused: sender is not allowed' });
  }
  return { tabId: sender.tab?.id, frameId: sender.frameId, origin };
}

export function defineMessages<P extends Protocol>(tier: Tier): Messages<P> {
  // The library types its map loosely; the casts stay in this file and callers see exact types.
  const messenger = defineExtensionMessaging<Record<string, (data: unknown) => Reply<unknown>>>();
  return {
    async send(name, ...data) {
      const reply = await messenger.sendMessage(name, data[0]).catch((cause: unknown) => {
        throw browser.runtime?.id ? cause : new AppError('extension-updated', {}, cause);
      });
      if (reply && 'failure' in reply) throw new AppError(reply.failure.code, reply.failure);
      return reply?.value as never;
    },
    handle(name, handler) {
      messenger.onMessage(name, async (message) => {
        try {
          const sender = checkSender(message.sender, tier);
          return { value: await handler(message.data as never, sender) };
        } catch (thrown) {
          return { failure: toFailure(thrown) };
        }
      });
    },
  };
}
