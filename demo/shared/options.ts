export type Language = 'en' | 'fr' | 'es' | 'ar';

/** What the address of the page asks for; see demo/README.md. */
export interface MailboxOptions {
  language: Language;
  direction: 'ltr' | 'rtl';
  dark: boolean;
  /** Milliseconds after which the late parts of a compose window appear. 0 = at once. */
  delay: number;
  compose: 'new' | 'reply' | null;
  hideToolbar: boolean;
  /** Gmail: the opened mail stands beside the list. */
  pane: 'right' | null;
  /** Gmail: the recipients fold into one line of names when the focus leaves them. */
  collapse: boolean;
}

const languages: readonly Language[] = ['en', 'fr', 'es', 'ar'];

/** Reads the options from the query of an address. */
function readOptions(search: string): MailboxOptions {
  const query = new URLSearchParams(search);
  const language = languages.find((known) => known === query.get('lang')) ?? 'en';
  const compose = query.get('compose');
  return {
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    dark: query.get('theme') === 'dark',
    delay: Math.max(0, Number(query.get('delay')) || 0),
    compose: compose === 'new' || compose === 'reply' ? compose : null,
    hideToolbar: query.get('hidetoolbar') === '1',
    pane: query.get('pane') === 'right' ? 'right' : null,
    collapse: query.get('collapse') === '1',
  };
}

export const options = readOptions(location.search);

/** `fresh=1` empties the mailbox once: the address loses it, so that a reload keeps the drafts. */
function forgetWhenAsked(): void {
  const url = new URL(location.href);
  if (url.searchParams.get('fresh') !== '1') return;
  localStorage.clear();
  sessionStorage.clear();
  url.searchParams.delete('fresh');
  history.replaceState(null, '', url);
}

/** Marks the page with its language, direction and theme. */
export function applyOptions(): void {
  const root = document.documentElement;
  root.lang = options.language;
  root.dir = options.direction;
  root.dataset.theme = options.dark ? 'dark' : 'light';
  forgetWhenAsked();
}

/** Runs now, or after the delay that the address asks for. */
export function afterDelay(action: () => void): void {
  if (options.delay === 0) action();
  else setTimeout(action, options.delay);
}
