import { LANGUAGE_NAMES, PAGE_TEXTS, type PageLanguage } from './page-texts.ts';

/** Finished HTML; only {@link html} makes it, so that a text can never pass as HTML. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Value = string | number | Html | Html[] | undefined;

const render = (value: Value): string => {
  if (value === undefined) return '';
  if (value instanceof Html) return value.source;
  if (Array.isArray(value)) return value.map((part) => part.source).join('');
  return String(value).replace(/[&<>"']/g, (char) => ESCAPES[char] ?? '');
};

/** Tagged template: everything put in is escaped, except HTML made the same way. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

export type PageOptions = {
  language: PageLanguage;
  title: string;
  body: Html;
  /** Where the choice of language comes back to. */
  path: string;
  /** The sections of a signed-in person. */
  sections?: { path: string; name: string; current: boolean }[];
};

/**
 * A whole page: no script, no inline style. Its own referrer policy is weaker than the header's, on purpose: with
 * no-referrer the browser says "Origin: null" for our own forms, and they could not be told from foreign ones.
 */
export function page({ language, title, body, path, sections }: PageOptions): string {
  const texts = PAGE_TEXTS[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="IAPosteManager: ${title}">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<title>${title} · IAPosteManager</title>
<link rel="stylesheet" href="/assets/relay.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header><div class="bar"><span class="brand"><img src="/assets/icon.svg" alt="" width="28" height="28">IAPosteManager</span>${
    sections ? signOutForm(texts.signOut) : undefined
  }</div>${sections ? navigation(texts.sections, sections) : undefined}</header>
<main id="content">
<h1>${title}</h1>
${body}
</main>
<footer><form method="post" action="/language" aria-label="${texts.language}"><input type="hidden" name="back" value="${path}">
${languageButtons(language)}</form></footer>
</body>
</html>
`.source;
}

const signOutForm = (text: string) =>
  html`<form method="post" action="/account/sign-out"><button class="link">${text}</button></form>`;

const navigation = (name: string, sections: NonNullable<PageOptions['sections']>) =>
  html`<nav aria-label="${name}">${sections.map((section) =>
    section.current
      ? html`<a href="${section.path}" aria-current="page">${section.name}</a>`
      : html`<a href="${section.path}">${section.name}</a>`,
  )}</nav>`;

function languageButtons(current: PageLanguage): Html[] {
  return (Object.keys(LANGUAGE_NAMES) as PageLanguage[]).map((code) => {
    const name = LANGUAGE_NAMES[code];
    return code === current
      ? html`<button class="link" name="to" value="${code}" lang="${code}" aria-current="true">${name}</button>`
      : html`<button class="link" name="to" value="${code}" lang="${code}">${name}</button>`;
  });
}

/** The mark of the product, also in the browser's tab. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#4a6ee0"/><stop offset="1" stop-color="#9b5fd0"/></linearGradient></defs><rect width="28" height="28" rx="8" fill="url(#g)"/><path d="M10.2 21V7.4h4.9c2.9 0 4.8 1.6 4.8 4.3s-1.9 4.3-4.8 4.3h-2.3v5zm2.6-7.1h2c1.5 0 2.4-.8 2.4-2.2s-.9-2.2-2.4-2.2h-2z" fill="#fff"/></svg>`;

/** A QR code as an image that needs no script; modules become one path, the quiet zone is part of it. */
export function qrImage(modules: boolean[][], name: string): Html {
  const size = modules.length + 8;
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : '')))
    .join('');
  return html`<svg class="qr" role="img" aria-label="${name}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
