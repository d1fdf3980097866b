import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  parseQuickDraft,
  type QuickDraft,
} from '@/lib/core/quick-compose/quick-draft';
import { watchDraft } from './changes';
import { type DraftChange, quickComposePageMessages } from './messages';
import { createUnsavedDraft } from './popup-unsaved';

export interface DraftInHand {
  /** Null while it is being read. */
  draft: QuickDraft | null;
  /** The state of this moment, whatever has been drawn so far. */
  now(): QuickDraft;
  /** Changes and saves; resolves when it is on disk. */
  change(part: Partial<QuickDraft>): Promise<void>;
  /** Has the mail of this moment sent; resolves as soon as that is on disk, with the id of this press. */
  send(): Promise<{ id: string }>;
  /** Empties it as soon as what stood there is on disk for an undo; where that cannot be kept it stays. */
  clear(): Promise<void>;
  /** It is being cleared, and nothing of it is gone yet. */
  clearing: boolean;
  /** Takes what is stored, and what could not be saved over it. */
  load(): Promise<void>;
  failure: Failure | null;
  /** What could not be saved is kept beside the disk, and is there again when this page has gone. */
  keptAside: boolean;
}

/** The draft of this page: saved with every key, and following what another page writes. */
export function useDraft(): DraftInHand {
  const [draft, setDraft] = useState<QuickDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [keptAside, setKeptAside] = useState(false);
  const [clearing, setClearing] = useState(false);
  const own = useRef({
    page: crypto.randomUUID(),
    held: parseQuickDraft(null),
    /** What is on disk, as far as this page knows. */
    disk: parseQuickDraft(null),
    /** Changed here and not known to be on disk: goes with each save until one succeeds. */
    unsaved: {} as Partial<QuickDraft>,
    sequence: 0,
    loads: 0,
    /** The latest load whose answer was taken. */
    loaded: 0,
    saving: 0,
    /** Somebody else wrote while we did. */
    missed: false,
    /** What earlier pages have left beside the disk was looked for. */
    asked: false,
    /** Not saved when clearing began: it is part of what is cleared, and is unsaved again where that fails. */
    leaving: {} as Partial<QuickDraft>,
  }).current;
  const aside = useRef(createUnsavedDraft(own.page)).current;

  const saveUnsaved = (): void =>
    void write((change) => quickComposePageMessages.send('quickCompose.save', change)).catch(
      () => undefined,
    );

  /** What an earlier page could not save is taken as if it had been typed here. */
  const takeAside = (): void => {
    if (own.asked) return;
    own.asked = true;
    const kept = aside.take(own.disk);
    if (kept === null) return;
    own.unsaved = { ...kept, ...own.unsaved };
    own.held = { ...own.held, ...own.unsaved };
    setDraft(own.held);
    saveUnsaved();
  };

  const load = async (): Promise<void> => {
    own.loads += 1;
    const { loads, sequence } = own;
    try {
      const stored = await quickComposePageMessages.send('quickCompose.load');
      // The echo of our own writes must not take back what was typed since.
      if (loads < own.loaded || sequence !== own.sequence || own.saving > 0) return;
      own.loaded = loads;
      // What this page could not save must not be written over what another one has.
      if (await aside.part(own.unsaved, own.disk, stored)) {
        if (sequence !== own.sequence) return;
        own.unsaved = {};
        aside.drop();
        setFailure(null);
      }
      if (Object.keys(own.unsaved).length === 0) own.disk = stored;
      own.held = { ...stored, ...own.unsaved };
      setDraft(own.held);
      // Another window could write: so can this one perhaps, before the mail leaves without what stands only here.
      if (Object.keys(own.unsaved).length > 0) saveUnsaved();
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
    const { page, sequence, unsaved: part } = own;
    try {
      const answer = await send({ part, page, sequence });
      own.disk = { ...own.disk, ...part };
      if (sequence === own.sequence) {
        own.unsaved = {};
        aside.drop();
      }
      setFailure(null);
      return answer;
    } catch (thrown) {
      const failed = toFailure(thrown);
      const open = { ...own.leaving, ...own.unsaved };
      // It was not sent, since another page has changed it: nothing is wrong with what is saved.
      if (failed.code !== 'draft-changed' && Object.keys(open).length > 0) {
        // A popup closes with the next click elsewhere: nobody could copy the text in time.
        setKeptAside(aside.keep(open, own.disk));
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

  return {
    draft,
    clearing,
    failure,
    keptAside,
    load,
    now: () => own.held,
    async change(part) {
      own.held = { ...own.held, ...part };
      own.unsaved = { ...own.unsaved, ...part };
      setDraft(own.held);
      await write((change) => quickComposePageMessages.send('quickCompose.save', change));
    },
    async clear() {
      const before = own.held;
      own.leaving = own.unsaved;
      own.unsaved = {};
      setClearing(true);
      try {
        await write((change) =>
          quickComposePageMessages.send('quickCompose.clear', {
            ...{ ...change, part: emptyQuickDraft },
            before,
            unsaved: own.leaving,
          }),
        );
        // With what came meanwhile, of the next mail.
        own.held = { ...emptyQuickDraft, ...own.unsaved };
        own.disk = emptyQuickDraft;
        setDraft(own.held);
      } catch (thrown) {
        own.unsaved = { ...own.leaving, ...own.unsaved };
        throw thrown;
      } finally {
        own.leaving = {};
        setClearing(false);
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
