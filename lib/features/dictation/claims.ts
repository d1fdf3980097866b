import type { Stream } from '@/lib/platform/define-stream';
import type { ClaimAnswer, ClaimRequest } from './messages';

export type ClaimStream = Stream<ClaimAnswer, ClaimRequest>;

export interface Claims {
  accept(stream: ClaimStream): void;
  /** Is a window looking at this text right now? */
  has(transcriptionId: string): boolean;
}

/**
 * Which window looks at which text: one owner each, for as long as its stream lasts. Nothing is stored: a
 * closed tab and a restarted background both end the streams, and windows that are still there come back.
 *
 * @param isInserted whether a draft has taken the text for good
 */
export function createClaims(isInserted: (transcriptionId: string) => Promise<boolean>): Claims {
  const owners = new Map<string, ClaimStream>();

  function release(stream: ClaimStream): void {
    for (const [id, owner] of owners) if (owner === stream) owners.delete(id);
  }

  async function grant(stream: ClaimStream, id: string): Promise<boolean> {
    const owner = owners.get(id);
    if (owner && owner !== stream) return false;
    // Before anything is awaited: of two that ask at once, one gets it.
    owners.set(id, stream);
    if (!(await isInserted(id))) return true;
    release(stream);
    return false;
  }

  return {
    accept(stream) {
      stream.onMessage(({ transcriptionId }) => {
        void grant(stream, transcriptionId)
          // A disk that cannot be read takes nobody's text away.
          .catch(() => true)
          .then((granted) => stream.post({ granted }));
      });
      stream.signal.addEventListener('abort', () => release(stream));
    },
    has: (transcriptionId) => owners.has(transcriptionId),
  };
}
