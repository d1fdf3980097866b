import { useEffect, useMemo, useState } from 'preact/hooks';
import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { guarded } from '@/lib/platform/storage-guard';
import type { BatchDraft } from './batch-draft';
import { batchChanges } from './changes';
import { type AsideText, isSameBatch, mergeDrafts, writtenTexts } from './merge-drafts';
import { homeAddress } from './panel-route';
import { dropUnsavedDrafts, type Kept, keepUnsavedDraft, takeUnsavedDraft } from './panel-unsaved';
import { loadDraft, loadWithSource, readSubmission, updateDraft } from './store';

export interface DraftState {
  /** `undefined` while it is read; null when there is no such draft (any more). */
  draft: BatchDraft | null | undefined;
  source: Blob | string | null;
  /** The last write has failed: what is shown is not all on the disk. */
  failure: Failure | null;
  /** Texts written here that came too late: the draft was handed over or deleted in another window. */
  left: AsideText[];
  /** Another window has changed the batch while this one was about to send it. */
  changed: boolean;
  /** Grows when another window has put cells right: the table has to be read again. */
  cellsTurn: number;
  change(part: Partial<BatchDraft>): void;
  /** Takes other recipients: file and draft are on the disk together, or neither is. */
  replaceSource(source: Blob | string, part: Partial<BatchDraft>): Promise<void>;
  /** Resolves when everything typed so far is on the disk; throws when it cannot be. */
  saved(): Promise<void>;
  /** Takes what another window has changed. */
  follow(): Promise<void>;
  /** While it is being handed over from here, that the draft is gone is no news. */
  handing(over: boolean): void;
}

interface Shown extends Pick<DraftState, 'draft' | 'source' | 'failure' | 'left' | 'changed'> {
  cellsTurn: number;
}

/**
 * A draft and its file, saved with every change, one write after the other. What another window changes is followed;
 * different changes of both are put together.
 */
export function useDraft(id: string): DraftState {
  const [shown, setShown] = useState<Shown>(nothing);
  const keeper = useMemo(() => new DraftKeeper(id, setShown), [id]);
  useEffect(() => {
    const gone = new AbortController();
    keeper.open(gone.signal);
    return () => gone.abort();
  }, [keeper]);
  return {
    ...shown,
    change: (part) => keeper.change(part),
    replaceSource: (source, part) => keeper.replaceSource(source, part),
    saved: () => keeper.saved(),
    follow: () => keeper.follow(),
    handing: (over) => {
      keeper.handing = over;
    },
  };
}

const nothing: Shown = {
  draft: undefined,
  source: null,
  failure: null,
  left: [],
  changed: false,
  cellsTurn: 0,
};

/** Long texts are kept beside the disk when the page goes; at each letter it would be felt. */
function isQuickToKeep({ body, pasted, edits, picked }: BatchDraft): boolean {
  return body.length + pasted.length < 20_000 && edits.length + picked.length < 200;
}

/** Holds what is newest here, and what the disk had when it was last seen. */
class DraftKeeper {
  private shown: Shown = nothing;
  private newest: BatchDraft | null = null;
  private base: BatchDraft | null = null;
  /** Recipients that are not on the disk yet. */
  private file: Blob | string | null = null;
  private working: Promise<void> = Promise.resolve();
  /** Beside the disk: what this page keeps there, and what it has taken from there. */
  private kept: Kept[] = [];
  private readonly page = crypto.randomUUID();
  handing = false;

  private readonly id: string;
  private readonly show: (shown: Shown) => void;

  constructor(id: string, show: (shown: Shown) => void) {
    this.id = id;
    this.show = show;
  }

  open(until: AbortSignal): void {
    this.update({});
    until.addEventListener('abort', () => void this.saved().catch(() => undefined));
    batchChanges.watch(() => void this.follow(), until);
    // A write that has only begun ends with the page: the last letters wait beside the disk.
    const leave = (): void => this.keepBeside();
    addEventListener('pagehide', leave, { signal: until });
    document.addEventListener('visibilitychange', () => document.hidden && leave(), {
      signal: until,
    });
    void this.queue(() => this.load(until)).catch(() => undefined);
  }

  change(part: Partial<BatchDraft>): void {
    this.take(part);
    // An extension that is updated takes its pages away without a word to them, in the middle of a write too.
    if (this.newest && isQuickToKeep(this.newest)) this.keepBeside();
    void this.saved().catch(() => undefined);
  }

  async replaceSource(file: Blob | string, part: Partial<BatchDraft>): Promise<void> {
    const before = this.newest;
    const taken = { ...part, sourceId: crypto.randomUUID() };
    this.take(taken);
    this.file = file;
    try {
      await this.saved();
    } catch (thrown) {
      if (before && this.file === file) this.giveBack(before, Object.keys(taken));
      throw thrown;
    }
    this.update({ source: file });
  }

  /** Recipients that the disk does not take: those before stand again, and the text around them is saved without. */
  private giveBack(before: BatchDraft, parts: readonly string[]): void {
    this.file = null;
    this.change(
      Object.fromEntries(Object.entries(before).filter(([part]) => parts.includes(part))),
    );
  }

  saved(): Promise<void> {
    return this.queue(() => this.flush());
  }

  follow(): Promise<void> {
    return this.queue(() => this.adopt()).catch(() => undefined);
  }

  private update(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    this.show(this.shown);
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const next = this.working.then(work);
    this.working = next.catch((thrown) => this.fail(toFailure(thrown)));
    return next;
  }

  private take(part: Partial<BatchDraft>): void {
    if (!this.newest) return;
    // Where one stands in the steps is no change of what is sent.
    const moved = Object.keys(part).every((name) => name === 'step');
    const revision = moved ? this.newest.revision : crypto.randomUUID();
    this.newest = { ...this.newest, ...part, revision, updatedAt: Date.now() };
    this.update({ draft: this.newest, changed: moved && this.shown.changed });
  }

  private async load(until: AbortSignal): Promise<void> {
    // Its bytes are fixed and may be on the relay already: what was changed here would not be in them.
    if (await readSubmission(this.id)) location.hash = homeAddress;
    const stored = await loadWithSource(this.id);
    const draft = stored?.draft ?? (await loadDraft(this.id));
    if (until.aborted) return;
    this.base = draft;
    const taken = draft && takeUnsavedDraft(draft);
    this.newest = taken?.draft ?? null;
    this.update({ source: stored?.source ?? null, draft: this.newest });
    this.kept = taken?.kept ?? [];
    if (this.newest === this.base) this.forgetUnsaved();
    else await this.flush();
  }

  /** Beside the disk, at once: what is newer here than what the disk is known to have. */
  private keepBeside(): void {
    const { newest, base, file } = this;
    if (!newest || !base || newest === base || file !== null) return;
    const now = keepUnsavedDraft(newest, base, this.page);
    this.kept = [...this.kept.filter(({ key }) => key !== now.key), now];
  }

  private forgetUnsaved(): void {
    if (this.kept.length > 0) dropUnsavedDrafts(this.kept);
    this.kept = [];
  }

  private async flush(): Promise<void> {
    const { newest: mine, base, file } = this;
    if (!mine || !base || (mine === base && file === null)) return;
    const written = await guarded(() => updateDraft(mine, base, file ?? undefined));
    if (this.file === file) this.file = null;
    await this.settle(mine, written);
    // What was typed meanwhile is still kept only there.
    if (this.newest === this.base) this.forgetUnsaved();
    batchChanges.announce();
    if (this.shown.failure) this.update({ failure: null, left: [] });
  }

  /** Takes what the disk has now, and keeps what was typed here while it was written or read. */
  private async settle(before: BatchDraft, now: BatchDraft): Promise<void> {
    const since = this.newest;
    this.base = now;
    if (now === before || !since) return;
    const stays = since === before;
    this.newest = stays ? { ...now, step: since.step } : mergeDrafts(before, since, now);
    if (stays) this.base = this.newest;
    const other = !isSameBatch(before, now);
    const about = other && this.newest.step === 'send';
    if (about) this.newest.step = 'check';
    const cells = JSON.stringify(before.edits) !== JSON.stringify(now.edits);
    const source =
      before.sourceId === now.sourceId
        ? this.shown.source
        : ((await loadWithSource(this.id))?.source ?? null);
    this.update({
      draft: this.newest,
      source,
      changed: this.shown.changed || about,
      cellsTurn: this.shown.cellsTurn + (cells ? 1 : 0),
    });
    if (!stays) void this.saved().catch(() => undefined);
  }

  private async adopt(): Promise<void> {
    const { newest, base } = this;
    if (!newest || !base || this.handing) return;
    if (newest !== base) return this.flush();
    const stored = await loadWithSource(this.id);
    if (!stored) throw new AppError('batch-draft-gone');
    if (this.shown.failure) this.update({ failure: null, left: [] });
    if (stored.draft.revision !== base.revision) await this.settle(base, stored.draft);
  }

  private fail(reason: Failure): void {
    const gone = reason.code === 'batch-draft-gone';
    const { newest, base } = this;
    const left = gone && newest && base ? writtenTexts(base, newest) : [];
    const full = reason.code === 'storage-full';
    this.update({ failure: gone || full ? reason : { code: 'storage-failed' }, left });
  }
}
