import type { LucideProps } from 'lucide-preact';
import { type ComponentType, h, render } from 'preact';

type Child = Node | string | null | undefined | false;
type Listener = (event: Event) => void;
export interface Attributes {
  [name: string]: string | number | boolean | null | undefined | Record<string, Listener>;
  on?: Record<string, Listener>;
}

/**
 * Builds one element. `true` gives an empty attribute; `false`, `null` and `undefined` leave it out;
 * `on` holds listeners by event name.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on' || value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [type, listener] of Object.entries(attributes.on ?? {})) {
    element.addEventListener(type, listener);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** A drawn icon, hidden from assistive technology: the button around it carries the name. */
export function icon(drawing: ComponentType<LucideProps>, size = 20): HTMLElement {
  const holder = el('span', { class: 'icon', 'aria-hidden': 'true' });
  render(h(drawing, { size, strokeWidth: 1.75 }), holder);
  return holder;
}

/** Makes an element act on click, Enter and Space, as the `div role=button` of the real sites do. */
export function onPress(element: HTMLElement, action: (event: Event) => void): void {
  element.addEventListener('click', action);
  element.addEventListener('keydown', (event) => {
    if (event.target !== element || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    action(event);
  });
}

/** Shows or hides without touching anything else of the inline style. */
export function show(element: HTMLElement, visible: boolean): void {
  element.style.display = visible ? '' : 'none';
}
