import { adapterFor } from '@/lib/compose/adapter-for';
import type { ComposeAdapter } from '@/lib/compose/compose-adapter';
import type { ComposeEditor, ComposeHost } from '@/lib/compose/compose-editor';
import { createComposeEditor } from '@/lib/compose/create-compose-editor';
import { LiveParts } from '@/lib/compose/live-parts';
import type { PagePaste } from '@/lib/compose/page-paste';

export interface WatchComposeOptions {
  readonly host: ComposeHost;
  /** Ends the watch and every editor it has handed out. */
  readonly signal: AbortSignal;
  /** Called once for each compose window, as soon as its editor is recognised. */
  readonly onCompose: (editor: ComposeEditor) => void;
  /** Paste helper of the page's world, where the host needs one (Outlook). */
  readonly pagePaste?: PagePaste | null;
  /**
   * The two detectors disagree: something editable stands where a compose window should be, but the
   * evidence around it is too weak. Holds no mail text.
   */
  readonly onDoubt?: (doubt: { host: ComposeHost; candidates: number }) => void;
  /**
   * The event with which a newer copy of the extension (an update) takes over the page; the older one gives
   * way at once. A name that the page does not know, or it could send it.
   */
  readonly takeover?: string;
  /** The page has come to rest, one second after its last change outside the drafts. */
  readonly onRest?: () => void;
}

/** The second detector looks this long after the page has come to rest, in ms. */
const sweepDelay = 1000;
/** What was refused is looked at again in every frame while it may still be building, then seldom. */
const building = 2000;
const seldom = 1000;
const lateAttributes = ['contenteditable', 'id', 'role', 'g_editable'];

/**
 * Finds the compose windows of a mail page, now and as they come and go. Driven by changes of the
 * document; no timer runs while nothing changes.
 */
export function watchCompose(document: Document, options: WatchComposeOptions): void {
  if (options.signal.aborted) return;
  const adapter = adapterFor(options.host);
  const watch = new ComposeWatch(document, adapter, options);
  watch.start();
}

interface Known {
  readonly parts: LiveParts;
  readonly end: AbortController;
  /** Milliseconds (performance.now) at which it was found. */
  readonly since: number;
}

class ComposeWatch {
  readonly #document: Document;
  readonly #adapter: ComposeAdapter;
  readonly #options: WatchComposeOptions;
  /** The editors in use; each has exactly one ComposeEditor. */
  readonly #known = new Map<HTMLElement, Known>();
  readonly #refused = new WeakMap<HTMLElement, { first: number; last: number }>();
  readonly #end = new AbortController();
  #frame = 0;
  #sweepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(document: Document, adapter: ComposeAdapter, options: WatchComposeOptions) {
    this.#document = document;
    this.#adapter = adapter;
    this.#options = options;
  }

  start(): void {
    const signal = AbortSignal.any([this.#options.signal, this.#end.signal]);
    const { takeover } = this.#options;
    if (takeover) {
      this.#document.dispatchEvent(new Event(takeover));
      this.#document.addEventListener(takeover, () => this.#end.abort(), { signal });
    }
    const observer = new MutationObserver((records) => this.#onMutations(records));
    observer.observe(this.#document, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: lateAttributes,
    });
    // A window that is only shown again changes no node: the user's own action gives it away.
    const onActivity = (event: Event) => {
      if (!this.#inKnownEditor(event.target as Node)) this.#soon();
    };
    for (const type of ['focusin', 'click']) {
      this.#document.addEventListener(type, onActivity, { capture: true, passive: true, signal });
    }
    signal.addEventListener('abort', () => {
      observer.disconnect();
      clearTimeout(this.#sweepTimer);
      cancelAnimationFrame(this.#frame);
      for (const [element, known] of this.#known) this.#forget(element, known);
    });
    this.#scan();
    this.#sweepLater();
  }

  #onMutations(records: readonly MutationRecord[]): void {
    // Typing inside a known editor is none of our business.
    if (records.every((record) => this.#inKnownEditor(record.target))) return;
    this.#forgetGone();
    if (this.#frame === 0) this.#scan();
    this.#soon();
  }

  /** Scans once more in the next frame, whatever happens until then, and sweeps when it is quiet. */
  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#forgetGone();
      this.#scan();
    });
    this.#sweepLater();
  }

  #inKnownEditor(node: Node | null): boolean {
    for (const element of this.#known.keys()) {
      if (node !== null && element.isConnected && element.contains(node) && node !== element)
        return true;
    }
    return false;
  }

  #scan(): void {
    const now = performance.now();
    for (const element of this.#adapter.candidates(this.#document)) {
      const refused = this.#refused.get(element);
      const due = !refused || now - refused.first < building || now - refused.last > seldom;
      if (due) this.#consider(element);
    }
    this.#grow((since) => now - since < building);
  }

  /** Looks again at windows whose other parts may have come since they were found. */
  #grow(due: (since: number) => boolean): void {
    for (const [element, { parts, since }] of this.#known) {
      const now = due(since) ? this.#adapter.locate(element) : null;
      if (now) parts.grow(now);
    }
  }

  #consider(element: HTMLElement): boolean {
    if (this.#known.has(element)) return true;
    const parts = this.#adapter.locate(element);
    if (!parts) {
      const now = performance.now();
      this.#refused.set(element, { first: this.#refused.get(element)?.first ?? now, last: now });
      return false;
    }
    // The host has put another editor into the same window (plain-text mode, re-rendering).
    for (const [other, known] of this.#known) {
      if (known.parts.root.contains(element)) this.#forget(other, known);
    }
    const end = new AbortController();
    const live = new LiveParts(parts);
    this.#known.set(element, { parts: live, end, since: performance.now() });
    const pagePaste = this.#options.pagePaste ?? null;
    this.#options.onCompose(createComposeEditor(this.#adapter, live, end.signal, pagePaste));
    return true;
  }

  #forgetGone(): void {
    for (const [element, known] of this.#known) {
      const editable =
        element instanceof HTMLTextAreaElement || element.isContentEditable !== false;
      if (!element.isConnected || !editable || !known.parts.root.contains(element)) {
        this.#forget(element, known);
      }
    }
  }

  #forget(element: HTMLElement, known: Known): void {
    this.#known.delete(element);
    known.end.abort();
  }

  #sweepLater(): void {
    clearTimeout(this.#sweepTimer);
    this.#sweepTimer = setTimeout(() => this.#sweep(), sweepDelay);
  }

  /** The second detector: from other anchors, once after the page has come to rest. */
  #sweep(): void {
    this.#forgetGone();
    for (const element of this.#adapter.candidates(this.#document)) this.#consider(element);
    this.#grow(() => true);
    const doubtful = this.#adapter
      .independentCandidates(this.#document)
      .filter((element) => element.checkVisibility?.() ?? true)
      .filter((element) => !this.#consider(element));
    if (doubtful.length > 0) {
      this.#options.onDoubt?.({ host: this.#options.host, candidates: doubtful.length });
    }
    this.#options.onRest?.();
  }
}
