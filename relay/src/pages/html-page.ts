import type { PageLanguage } from './page-texts.ts';

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

/** A whole page. */
export function page(language: PageLanguage, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="IAPosteManager: ${title}">
<title>${title} · IAPosteManager</title>
<link rel="stylesheet" href="/assets/relay.css">
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.source;
}

export const STYLESHEET = `:root{color-scheme:light dark;font:1.0625rem/1.5 system-ui,sans-serif}
body{margin:0;background:Canvas;color:CanvasText}
main{max-width:40rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.6rem;line-height:1.2}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.65rem;border:1px solid GrayText;border-radius:.4rem;background:Field;color:FieldText}
button{font:inherit;min-height:2.75rem;padding:.5rem 1.1rem;margin:1rem .5rem 0 0;border:2px solid #1b4fb8;border-radius:.4rem;background:#1b4fb8;color:#fff;cursor:pointer}
button.quiet{background:transparent;color:inherit;border-color:GrayText}
:focus-visible{outline:3px solid #e08600;outline-offset:2px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.5rem;border-bottom:1px solid GrayText;overflow-wrap:anywhere}
td button{margin:0}
.code{font:600 1.5rem/1 ui-monospace,monospace;letter-spacing:.1em}
[role=alert]{border-left:4px solid #b3261e;padding:.5rem .75rem}
`;
