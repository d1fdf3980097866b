import type { ComposeParts } from '@/lib/compose/compose-adapter';

/**
 * The parts of one open window, which may become more: a host builds its window piece by piece, and what
 * was enough to recognise it need not be all of it. The editable element stays the same.
 */
export class LiveParts implements ComposeParts {
  #now: ComposeParts;
  readonly #callbacks = new Set<() => void>();

  constructor(parts: ComposeParts) {
    this.#now = parts;
  }

  get element() {
    return this.#now.element;
  }
  get root() {
    return this.#now.root;
  }
  get kind() {
    return this.#now.kind;
  }
  get evidence() {
    return this.#now.evidence;
  }

  /** Takes over what is known now, unless the window would shrink: a part that is gone may come back. */
  grow(next: ComposeParts): void {
    if (next.element !== this.element || !next.root.contains(this.root)) return;
    const moved = next.root !== this.root;
    this.#now = next;
    if (moved) for (const callback of [...this.#callbacks]) callback();
  }

  /** Calls back when the window turns out to be larger than it was. */
  onGrow(callback: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#callbacks.add(callback);
    signal.addEventListener('abort', () => this.#callbacks.delete(callback), { once: true });
  }
}
