import { adapterFor } from '@/lib/compose/adapter-for';
import type { BarPlacement, ComposeEditor, MountBar } from '@/lib/compose/compose-editor';
import { fitRoom } from '@/lib/compose/fit-room';
import { floatBar } from '@/lib/compose/float-bar';
import { placeBeside } from '@/lib/compose/place-beside';

/** A host that takes the bar out more often than this within `patience` ms gets a floating one. */
const maxReturns = 6;
const patience = 3000;

/**
 * Puts the bar into the row of Send, after it, or lets it float at the foot of the editor where there is
 * no such row or no room in it. The bar gets `data-room` (`wide`, `narrow` = icons only, or `tight` = close icons)
 * and `data-mode` (`toolbar` or `floating`); its look is its own business.
 */
export const mountBar: MountBar = (editor, bar, signal) => {
  const mount = new BarMount(editor, bar, AbortSignal.any([signal, editor.signal]));
  return mount.start();
};

class BarMount {
  readonly #editor: ComposeEditor;
  readonly #bar: HTMLElement;
  readonly #signal: AbortSignal;
  readonly #mountPoint: (root: HTMLElement) => HTMLElement | null;
  /** Ends the present placement only. */
  #placement = new AbortController();
  #mode: BarPlacement['mode'] = 'toolbar';
  #returns: number[] = [];
  /** True when the row of Send has no room for the bar; asked again when the window is resized. */
  #noRoom = false;

  constructor(editor: ComposeEditor, bar: HTMLElement, signal: AbortSignal) {
    this.#editor = editor;
    this.#bar = bar;
    this.#signal = signal;
    const { host } = editor;
    this.#mountPoint = host === 'quick-compose' ? () => null : adapterFor(host).mountPoint;
  }

  start(): BarPlacement {
    if (this.#signal.aborted) return { mode: 'floating' };
    this.#removeOthers();
    this.#place();
    const observer = new MutationObserver(() => {
      if (!this.#stands()) this.#comeBack();
    });
    // The window itself can be moved as a whole (an inline reply popped out): then it is another root.
    const observe = () => {
      observer.disconnect();
      observer.observe(this.#editor.root, { childList: true, subtree: true });
      if (this.#editor.root.parentNode) {
        observer.observe(this.#editor.root.parentNode, { childList: true });
      }
    };
    observe();
    this.#editor.onGrow(() => {
      observe();
      if (!this.#stands()) this.#place();
    }, this.#signal);
    const view = this.#editor.root.ownerDocument.defaultView;
    view?.addEventListener('resize', () => this.#tryAgain(), { signal: this.#signal });
    this.#signal.addEventListener('abort', () => {
      observer.disconnect();
      this.#placement.abort();
      this.#bar.remove();
    });
    return { mode: this.#mode };
  }

  #stands(): boolean {
    if (!this.#bar.isConnected) return false;
    // A toolbar that came after the bar is better than floating, unless it had its chance.
    const hadItsChance = this.#noRoom || this.#returns.length > maxReturns;
    return this.#mode === 'toolbar' || hadItsChance || !this.#shownMountPoint();
  }

  #tryAgain(): void {
    if (!this.#noRoom) return;
    this.#noRoom = false;
    this.#place();
  }

  #comeBack(): void {
    const now = performance.now();
    this.#returns = [...this.#returns.filter((time) => now - time < patience), now];
    this.#place();
  }

  #place(): void {
    this.#placement.abort();
    this.#placement = new AbortController();
    const { signal } = this.#placement;
    const unwelcome = this.#noRoom || this.#returns.length > maxReturns;
    const point = unwelcome ? null : this.#shownMountPoint();
    this.#joinTabOrder(point ?? this.#editor.element);
    if (point) {
      this.#mode = 'toolbar';
      this.#bar.dataset.mode = 'toolbar';
      const row = placeBeside(point, this.#bar, signal);
      fitRoom(this.#editor.element, this.#bar, row, signal, () => {
        this.#noRoom = true;
        this.#float();
      });
    } else {
      this.#float();
    }
  }

  #float(): void {
    if (this.#signal.aborted) return;
    this.#placement.abort();
    this.#placement = new AbortController();
    this.#mode = 'floating';
    this.#bar.dataset.mode = 'floating';
    this.#bar.dataset.room = 'narrow';
    floatBar(this.#editor.element, this.#bar, this.#placement.signal);
  }

  #shownMountPoint(): HTMLElement | null {
    const point = this.#mountPoint(this.#editor.root);
    return point?.parentElement ? point : null;
  }

  /**
   * Gmail numbers its controls (`tabindex="1"`): without the same number the bar would come after
   * everything else in the page instead of after Send. Its shadow root must delegate focus.
   */
  #joinTabOrder(neighbour: HTMLElement): void {
    const control = neighbour.matches('[tabindex]')
      ? neighbour
      : neighbour.querySelector<HTMLElement>('[tabindex]');
    if (control && control.tabIndex > 0) this.#bar.tabIndex = control.tabIndex;
    else this.#bar.removeAttribute('tabindex');
  }

  /** What an earlier version of the extension has left in this window goes. */
  #removeOthers(): void {
    for (const other of this.#editor.root.querySelectorAll(this.#bar.localName)) {
      if (other !== this.#bar) (other.closest('[data-iaposte-place]') ?? other).remove();
    }
  }
}
