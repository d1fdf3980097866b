import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusIsLost } from '@/components/use-kept-focus';

export interface ViewTitleProps {
  children: ComponentChildren;
  /** Which part of a view of several this is; another one takes the focus, and starts at its top. */
  at?: string;
}

/**
 * The heading of a view. Whoever opened the view with a key had the focus on something that is gone now:
 * it goes to the heading, so that Tab and screen reader go on at the top of what was opened.
 */
export function ViewTitle({ children, at }: ViewTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(at);
  useLayoutEffect(() => {
    const moved = before.current !== at;
    before.current = at;
    if (!moved && !focusIsLost()) return;
    heading.current?.focus({ preventScroll: true });
    if (moved) heading.current?.closest('.panel')?.scrollIntoView?.();
  }, [at]);
  return (
    <h2 ref={heading} class="view-title" tabIndex={-1}>
      {children}
    </h2>
  );
}
