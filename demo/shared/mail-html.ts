interface HtmlPolicy {
  createHTML(text: string): string;
}
declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(name: string, rules: { createHTML(text: string): string }): HtmlPolicy;
    };
  }
}

// The pages demand Trusted Types, as the real ones do. This policy only feeds an inert document,
// which sanitise() then empties of everything that could act.
const policy: HtmlPolicy = window.trustedTypes?.createPolicy('practice-mailbox', {
  createHTML: (text) => text,
}) ?? { createHTML: (text) => text };

const forbidden = 'script, iframe, object, embed, link, meta, base, form, style, template';

function sanitise(root: ParentNode): void {
  for (const element of root.querySelectorAll(forbidden)) element.remove();
  for (const element of root.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const acts = name.startsWith('on') || /^\s*javascript:/i.test(value);
      if (acts || name === 'srcdoc') element.removeAttribute(name);
    }
  }
}

/** Parses mail HTML into a harmless document. */
export function parseMailDocument(html: string): Document {
  const inert = new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
  sanitise(inert);
  return inert;
}

/** Parses mail HTML into harmless nodes. */
export function parseMail(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...parseMailDocument(html).body.childNodes);
  return fragment;
}

/** Escapes text for use inside HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What a reader of this HTML sees, a line per block. */
export function htmlToText(html: string): string {
  const holder = document.createElement('div');
  holder.append(parseMail(html));
  holder.style.cssText = 'position:absolute;inset-inline-start:-9999px;white-space:pre-wrap';
  document.body.append(holder);
  const text = holder.innerText;
  holder.remove();
  return text.trim();
}

/** One `<div>` a line, an empty line as `<br>`: how both sites write typed text. */
export function textToHtml(text: string): string {
  return text
    .split('\n')
    .map((line) => `<div>${escapeHtml(line) || '<br>'}</div>`)
    .join('');
}
