import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  isEmptyDraft,
  parseQuickDraft,
  type QuickDraft,
} from '@/lib/core/quick-compose/quick-draft';
import { readObject } from '@/lib/core/read-value';
import { dropUnsaved, keepUnsaved, readUnsaved } from '@/lib/platform/unsaved';
import { watchDraft } from './changes';
import { type DraftChange, quickComposePageMessages } from './messages';

export interface DraftInHand {
  /** Null while it is being read. */
  draft: QuickDraft | null;
  /** The state of this moment, whatever has been drawn so far. */
  now(): QuickDraft;
  /** Changes and saves; resolves when it is on disk. */
  change(part: Partial<QuickDraft>): Promise<void>;
  /** Has the mail of this moment sent; resolves as soon as that is on disk, with the id of this press. */
  send(): Promise<{ id: string }>;
  /** Empties it and keeps what stood there for an undo; where that cannot be kept it stays. */
  clear(): Promise<void>;
  /** Takes what is stored, and what could not be saved over it. */
  load(): Promise<void>;
  failure: Failure | null;
  /** What could not be saved is kept beside the disk, and is there again when this page has gone. */
  keptAside: boolean;
}

const asideKey = 'quick-compose.unsaved';

/** The draft of this page: saved with every key, and following what another page writes. */
export function useDraft(): DraftInHand {
  const [draft, setDraft] = useState<QuickDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [keptAside, setKeptAside] = useState(false);
  const own = useRef({
    page: crypto.randomUUID(),
    held: parseQuickDraft(null),
    /** Changed here and not known to be on disk: goes with each save until one succeeds. */
    unsaved: {} as Partial<QuickDraft>,
    sequence: 0,
    loads: 0,
    /** The latest load whose answer was taken. */
    loaded: 0,
    saving: 0,
    /** Somebody else wrote while we did. */
    missed: false,
    /** What lies beside the disk is ours. */
    aside: false,
    /** What was cleared and is not known to be kept for an undo: it goes with each save until one succeeds. */
    cleared: null as QuickDraft | null,
  }).current;

  /** What an earlier page could not save is taken as if it had been typed here. */
  const takeAside = (): void => {
    const kept = readUnsaved(asideKey);
    if (kept === null || own.aside) return;
    own.aside = true;
    own.unsaved = { ...writtenParts(kept), ...own.unsaved };
    own.held = { ...own.held, ...own.unsaved };
    setDraft(own.held);
    void write((change) => quickComposePageMessages.send('quickCompose.save', change)).catch(
      () => undefined,
    );
  };

  const load = async (): Promise<void> => {
    own.loads += 1;
    const { loads, sequence } = own;
    try {
      const stored = await quickComposePageMessages.send('quickCompose.load');
      // The echo of our own writes must not take back what was typed since.
      if (loads < own.loaded || sequence !== own.sequence || own.saving > 0) return;
      own.loaded = loads;
      own.held = { ...stored, ...own.unsaved };
      setDraft(own.held);
    } catch (thrown) {
      setDraft(own.held);
      setFailure(toFailure(thrown));
    }
  };
  const follow = (): void => {
    if (own.saving > 0) own.missed = true;
    else void load();
  };
  useEffect(() => {
    const gone = new AbortController();
    void load().then(takeAside);
    watchDraft(follow, gone.signal);
    addEventListener('focus', follow, { signal: gone.signal });
    return () => gone.abort();
  }, []);

  /** Hands over what is not saved yet, by `send`. */
  const write = async <T>(send: (change: DraftChange) => Promise<T>): Promise<T> => {
    own.sequence += 1;
    own.saving += 1;
    const { page, sequence } = own;
    try {
      const answer = await send({ part: own.unsaved, page, sequence });
      if (sequence === own.sequence) {
        own.unsaved = {};
        if (own.aside) dropUnsaved(asideKey);
        own.aside = false;
      }
      setFailure(null);
      return answer;
    } catch (thrown) {
      const failed = toFailure(thrown);
      // It was not sent, since another page has changed it: nothing is wrong with what is saved.
      if (failed.code !== 'draft-changed') {
        // A popup closes with the next click elsewhere: nobody could copy the text in time.
        own.aside = keepUnsaved(asideKey, own.unsaved);
        setKeptAside(own.aside);
        setFailure(failed);
      }
      throw thrown;
    } finally {
      own.saving -= 1;
      if (own.saving === 0 && own.missed) {
        own.missed = false;
        void load();
      }
    }
  };

  const save = async (): Promise<void> => {
    const { cleared: before } = own;
    await write((change) =>
      before
        ? quickComposePageMessages.send('quickCompose.clear', { ...change, before })
        : quickComposePageMessages.send('quickCompose.save', change),
    );
    if (own.cleared === before) own.cleared = null;
  };

  return {
    draft,
    failure,
    keptAside,
    load,
    now: () => own.held,
    async change(part) {
      own.held = { ...own.held, ...part };
      own.unsaved = { ...own.unsaved, ...part };
      setDraft(own.held);
      await save();
    },
    async clear() {
      const before = own.held;
      const { to, typed, subject, body } = before;
      own.held = emptyQuickDraft;
      own.unsaved = emptyQuickDraft;
      if (!isEmptyDraft(before)) own.cleared = before;
      setDraft(own.held);
      try {
        await save();
      } catch (thrown) {
        // Unless the next mail is being written by now.
        if (isEmptyDraft(own.held)) {
          own.cleared = null;
          own.held = before;
          own.unsaved = { to, typed, subject, body };
          own.aside = keepUnsaved(asideKey, own.unsaved);
          setDraft(own.held);
        }
        throw thrown;
      }
    },
    async send() {
      const shown = own.held;
      return await write((change) =>
        quickComposePageMessages.send('quickCompose.send', { ...change, shown }),
      );
    },
  };
}

/** Of what was kept, the parts that somebody writes: keys and what was sent are the disk's alone. */
function writtenParts(kept: unknown): Partial<QuickDraft> {
  const { to, typed, subject, body } = parseQuickDraft(kept);
  const all = { to, typed, subject, body };
  const names = Object.keys(readObject(kept));
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
