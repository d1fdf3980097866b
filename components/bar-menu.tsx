import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import { Ellipsis } from 'lucide-preact';
import type { TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface BarMenuProps {
  label: string;
  entries: readonly { id: string; label: string }[];
  mayAct(event: Event): boolean;
  onOpen(): void;
  onChoose(id: string): void;
}

/** Which entry a key leads to, or null when the key is not ours. */
export function menuTarget(key: string, current: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (current + 1) % count;
  if (key === 'ArrowUp') return (current - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** The "more" button with its menu in the top layer, so that no compose window can cut it off. */
export function BarMenu({ label, entries, mayAct, onOpen, onChoose }: BarMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useLayoutEffect(() => {
    const anchor = button.current;
    const floating = menu.current;
    if (!open || !anchor || !floating) return;
    if (!isInside(floating)) items(floating)[0]?.focus();
    return autoUpdate(anchor, floating, () => void place(anchor, floating));
  }, [open]);

  // At once: the browser tells that it has opened in a task of its own, and the next key may come before.
  const enter = (): void => {
    if (menu.current) items(menu.current)[0]?.focus();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const all = items(event.currentTarget);
    const next = menuTarget(event.key, all.indexOf(event.target as HTMLElement), all.length);
    if (next !== null) {
      event.preventDefault();
      all[next]?.focus();
    } else if (event.key === 'Tab') menu.current?.hidePopover();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class="bar-button bar-more"
        data-action="more"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        title={label}
        onClick={(event) => {
          if (!mayAct(event)) return;
          if (!open) onOpen();
          if (menu.current?.togglePopover()) enter();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open || !mayAct(event)) return;
          event.preventDefault();
          onOpen();
          menu.current?.showPopover();
          enter();
        }}
      >
        <Ellipsis size={18} strokeWidth={1.9} aria-hidden="true" />
      </button>
      <div
        ref={menu}
        class="menu"
        popover="auto"
        role="menu"
        aria-label={label}
        onToggle={(event) => setOpen('newState' in event && event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {entries.map((entry) => (
          <button
            key={entry.id}
            type="button"
            class="menu-item"
            role="menuitem"
            tabIndex={-1}
            data-menu={entry.id}
            onClick={(event) => {
              if (!mayAct(event)) return;
              menu.current?.hidePopover();
              button.current?.focus();
              onChoose(entry.id);
            }}
          >
            {entry.label}
          </button>
        ))}
      </div>
    </>
  );
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

/** Has something in it the focus, also in a shadow root? */
function isInside(menu: HTMLElement): boolean {
  const root = menu.getRootNode();
  return 'activeElement' in root && menu.contains(root.activeElement as Element | null);
}

async function place(anchor: HTMLElement, floating: HTMLElement): Promise<void> {
  const { x, y } = await computePosition(anchor, floating, {
    strategy: 'fixed',
    placement: 'top-end',
    middleware: [offset(6), flip(), shift({ padding: 8 })],
  });
  floating.style.left = `${x}px`;
  floating.style.top = `${y}px`;
}
