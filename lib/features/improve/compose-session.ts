import { signal } from '@preact/signals';
import type { ComposeEditor, DraftSnapshot, WriteOutcome } from '@/lib/compose/compose-editor';
import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { applyDecisions } from '@/lib/core/improve/apply-decisions';
import { atomsIn } from '@/lib/core/improve/word-tokens';
import {
  type DiffSegment,
  type ImproveCommand,
  type ImproveEvent,
  improveStream,
  type Provenance,
} from '@/lib/features/improve/messages';
import type { Stream } from '@/lib/platform/define-stream';

export type Decision = 'accepted' | 'rejected';

/** Why the proposal can no longer be written. */
export type Ending = 'sent' | 'closed';

export interface ReviewState {
  phase: 'waiting' | 'streaming' | 'ready' | 'failed';
  streamed: string;
  segments: DiffSegment[] | null;
  decisions: Readonly<Record<number, Decision>>;
  view: 'changes' | 'side-by-side';
  provenance: Provenance | null;
  newContacts: string[];
  /** What went wrong; with `phase: 'ready'` the proposal is still there. */
  failure: Failure | null;
  /** How the last try to write ended, when it failed. */
  write: Extract<WriteOutcome, { ok: false }> | null;
  ending: Ending | null;
}

const fresh: ReviewState = {
  phase: 'waiting',
  streamed: '',
  segments: null,
  decisions: {},
  view: 'changes',
  provenance: null,
  newContacts: [],
  failure: null,
  write: null,
  ending: null,
};

/**
 * One improvement of one draft: the request, the comparison, the author's choices, the single write.
 * It knows no interface; `state` is what the review shows. The draft is read once and written once.
 */
export class ImproveSession {
  readonly state = signal<ReviewState>(fresh);
  readonly snapshot: DraftSnapshot;
  private readonly editor: ComposeEditor;
  private stream: Stream<ImproveCommand, ImproveEvent> | null = null;
  private readonly over = new AbortController();

  constructor(editor: ComposeEditor, snapshot: DraftSnapshot) {
    this.editor = editor;
    this.snapshot = snapshot;
    editor.onSend(() => this.end('sent'), this.over.signal);
    const onClosed = (): void => this.end('closed');
    if (editor.signal.aborted) onClosed();
    editor.signal.addEventListener('abort', onClosed, { signal: this.over.signal });
  }

  /** Asks for a proposal, from the start each time. */
  run(engine: 'auto' | 'offline'): void {
    this.disconnect();
    this.state.value = { ...fresh, view: this.state.value.view, ending: this.state.value.ending };
    try {
      const stream = improveStream.connect();
      this.stream = stream;
      stream.onMessage((event) => {
        if (this.stream === stream) this.take(event);
      });
      stream.signal.addEventListener('abort', () => {
        // The background went away in the middle: a browser restart of it, or an update.
        if (this.stream === stream) this.fail(new AppError('answer-cut').failure);
      });
      const { text } = this.snapshot;
      const request = { text, tokens: atomsIn(text), language: 'auto' as const, engine };
      stream.post({ type: 'run', request });
    } catch (thrown) {
      this.fail(toFailure(thrown));
    }
  }

  decide(id: number, decision: Decision): void {
    this.change({ decisions: { ...this.state.value.decisions, [id]: decision } });
  }

  decideAll(decision: Decision): void {
    const ids = changeIds(this.state.value.segments);
    this.change({ decisions: Object.fromEntries(ids.map((id) => [id, decision])) });
  }

  show(view: ReviewState['view']): void {
    this.change({ view });
  }

  /** The text as the author has decided so far; what had come in when there is no comparison. */
  text(): string {
    const { segments, streamed } = this.state.value;
    return segments ? applyDecisions(segments, this.accepted()).text : streamed;
  }

  /** `unchanged`: nothing was kept, so nothing was written. */
  async write(): Promise<WriteOutcome | 'unchanged'> {
    const { segments, ending } = this.state.value;
    if (ending) return { ok: false, reason: 'draft-gone', restored: true };
    if (!segments) return 'unchanged';
    const { edits } = applyDecisions(segments, this.accepted());
    if (edits.length === 0) return 'unchanged';
    const outcome = await this.editor.applyEdits(this.snapshot, edits).catch((): WriteOutcome => {
      return { ok: false, reason: 'not-inserted', restored: false };
    });
    this.change({ write: outcome.ok ? null : outcome });
    return outcome;
  }

  /** Stops the request, if one runs, and listens no more. */
  dispose(): void {
    this.disconnect();
    this.over.abort();
  }

  get running(): boolean {
    const { phase } = this.state.value;
    return phase === 'waiting' || phase === 'streaming';
  }

  private take(event: ImproveEvent): void {
    switch (event.type) {
      case 'started':
        this.change({ provenance: event.provenance });
        return;
      case 'partial':
        this.change({ phase: 'streaming', streamed: event.text });
        return;
      case 'failed':
        if (event.partial) this.change({ streamed: event.partial });
        this.fail(event.failure);
        return;
      case 'done':
        this.disconnect();
        this.change({
          phase: 'ready',
          streamed: event.text,
          segments: event.segments,
          provenance: event.provenance,
          newContacts: event.newContacts ?? [],
        });
    }
  }

  private fail(failure: Failure): void {
    this.disconnect();
    this.change({ phase: 'failed', failure });
  }

  private end(ending: Ending): void {
    if (this.state.value.ending) return;
    const wasRunning = this.running;
    this.change({ ending });
    if (wasRunning) this.fail(new AppError('aborted').failure);
  }

  private accepted(): Set<number> {
    const { segments, decisions } = this.state.value;
    return new Set(changeIds(segments).filter((id) => decisions[id] !== 'rejected'));
  }

  private disconnect(): void {
    const { stream } = this;
    this.stream = null;
    stream?.post({ type: 'abort' });
    stream?.close();
  }

  private change(part: Partial<ReviewState>): void {
    this.state.value = { ...this.state.value, ...part };
  }
}

function changeIds(segments: DiffSegment[] | null): number[] {
  return (segments ?? []).flatMap((segment) => (segment.kind === 'change' ? [segment.id] : []));
}
