import { el } from './dom.ts';
import { label } from './label.ts';
import { options } from './options.ts';

/** The line that says that nothing here is real, with the way to the other theme and mailbox. */
export function practiceBanner(otherMailbox: string): HTMLElement {
  const query = new URLSearchParams(location.search);
  if (options.dark) query.delete('theme');
  else query.set('theme', 'dark');
  return el(
    'div',
    { class: 'practice-banner', role: 'note' },
    el('span', {}, label('banner')),
    el('a', { href: `?${query}${location.hash}` }, label('switchTheme')),
    el('a', { href: otherMailbox + location.search }, label('switchMail')),
  );
}
