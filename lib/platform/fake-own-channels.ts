/**
 * Test files run beside each other in one process, and a BroadcastChannel reaches all of them: after this call no change
 * that another file announces is heard in this one. Called before the first channel is opened.
 */
export function keepChannelsApart(): void {
  const own = crypto.randomUUID();
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(`${name} ${own}`);
    }
  };
}
