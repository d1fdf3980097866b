import { el } from './dom.ts';

let timer = 0;

/** A short message at the edge of the window, also for screen readers. */
export function notify(text: string): void {
  let toast = document.querySelector<HTMLElement>('.toast');
  if (!toast) {
    toast = el('div', { class: 'toast', role: 'status', 'aria-live': 'polite' });
    document.body.append(toast);
  }
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    toast.hidden = true;
  }, 5000);
}
