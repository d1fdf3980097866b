import { type ComponentChildren, h } from 'preact';

/** Formatted text as data; the same shape as lib/core/mail/rich-text.ts. */
export type RichContent =
  | string
  | {
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly RichContent[];
    };

/** Shows formatted text as it will stand in a mail. Its links lead nowhere yet. */
export function RichText({ content }: { content: readonly RichContent[] }) {
  return <div class="rich-shown">{content.map(show)}</div>;
}

function show(node: RichContent): ComponentChildren {
  if (typeof node === 'string') return node;
  const { style, href, ...attributes } = node.attributes;
  const tag = node.tag === 'a' ? 'span' : node.tag;
  const title = href ? { title: href, class: 'rich-link' } : {};
  return h(tag, { ...attributes, ...title, style }, ...node.children.map(show));
}
