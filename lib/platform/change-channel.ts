/**
 * Tells our own pages that stored things have changed, so that lists refresh. A BroadcastChannel and not
 * a port: an open port would wake the background for ever, and content scripts have another origin.
 */
export interface ChangeChannel {
  /** Grows with each change, made here or told by another context: what was read before is out of date. */
  revision(): number;
  announce(): void;
  /** Calls back after each change made in another context, until `until` aborts. */
  watch(callback: () => void, until: AbortSignal): void;
}

/** One channel a feature, by its name: `templates.changed`. */
export function createChangeChannel(name: string): ChangeChannel {
  let revision = 0;
  let others: BroadcastChannel | undefined;
  const hearOthers = (): BroadcastChannel => {
    const channel = new BroadcastChannel(name);
    channel.addEventListener('message', () => {
      revision += 1;
    });
    return channel;
  };
  return {
    revision() {
      others ??= hearOthers();
      return revision;
    },
    announce() {
      revision += 1;
      // A channel does not hear itself: the revision grows once.
      const channel = others ?? new BroadcastChannel(name);
      channel.postMessage(null);
      if (channel !== others) channel.close();
    },
    watch(callback, until) {
      const channel = new BroadcastChannel(name);
      channel.addEventListener('message', () => callback());
      until.addEventListener('abort', () => channel.close());
    },
  };
}
