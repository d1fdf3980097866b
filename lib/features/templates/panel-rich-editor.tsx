import { useEffect, useRef, useState } from 'preact/hooks';
import Squire from 'squire-rte';
import { type FormatName, FormatToolbar } from '@/components/format-toolbar';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import { textToHtml } from '@/lib/core/templates/text-to-html';
import { currentTranslate } from '@/lib/platform/translate';
import { editableFragment } from './panel-clean-html';
import { LinkForm } from './panel-link-form';
import { VariableForm } from './panel-variable-form';

interface RichEditorProps {
  html: string;
  /** Another number than before: `html` was replaced from outside. */
  revision: number;
  language: InterfaceLanguage;
  onChange(html: string): void;
}

type Asking = 'link' | 'variable' | null;

/** The text of the mail, with the formatting that mails use. What is pasted is cleaned first. */
export function RichEditor({ html, revision, language, onChange }: RichEditorProps) {
  const t = currentTranslate.value;
  const root = useRef<HTMLDivElement>(null);
  const squire = useRef<Squire | null>(null);
  const report = useRef(onChange);
  report.current = onChange;
  const [active, setActive] = useState<ReadonlySet<FormatName>>(new Set());
  const [asking, setAsking] = useState<Asking>(null);

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const editor = new Squire(element, {
      blockTag: 'DIV',
      sanitizeToDOMFragment: (text: string) => editableFragment(text),
      didError: () => undefined,
    });
    squire.current = editor;
    // Tab leaves the editor, as keyboard users expect of a page.
    editor.setKeyHandler('Tab', null);
    editor.setKeyHandler('Shift-Tab', null);
    editor.setHTML(html === '' ? textToHtml('') : html);
    editor.addEventListener('input', () => report.current(ownHtml(editor)));
    const follow = (): void => setActive(activeFormats(editor));
    for (const type of ['pathChange', 'select', 'cursor', 'input']) {
      editor.addEventListener(type, follow);
    }
    return () => editor.destroy();
  }, [revision]);

  const run = (name: FormatName): void => {
    const editor = squire.current;
    if (!editor) return;
    if (name === 'link' || name === 'variable') {
      setAsking((before) => (before === name ? null : name));
      return;
    }
    applyFormat(editor, name, active.has(name));
    editor.focus();
    setActive(activeFormats(editor));
  };
  const done = (work: (editor: Squire) => void): void => {
    const editor = squire.current;
    setAsking(null);
    if (!editor) return;
    editor.focus();
    work(editor);
  };

  return (
    <div class="rich">
      <FormatToolbar
        label={t('templates.edit.format')}
        active={active}
        open={asking}
        labels={{
          bold: t('templates.edit.bold'),
          italic: t('templates.edit.italic'),
          underline: t('templates.edit.underline'),
          bullets: t('templates.edit.bullets'),
          numbers: t('templates.edit.numbers'),
          link: t('templates.edit.link'),
          quote: t('templates.edit.quote'),
          clear: t('templates.edit.clear'),
          variable: t('templates.edit.insertVariable'),
        }}
        onFormat={run}
      />
      {asking === 'link' && (
        <LinkForm
          address={linkAtCaret(squire.current)}
          onApply={(address) => done((editor) => editor.makeLink(address))}
          onRemove={() => done((editor) => editor.removeLink())}
          onClose={() => done(() => undefined)}
        />
      )}
      {asking === 'variable' && (
        <VariableForm
          language={language}
          onInsert={(marker) => done((editor) => editor.insertPlainText(marker, false))}
          onClose={() => done(() => undefined)}
        />
      )}
      {/* The engine owns what is inside: nothing in there is rendered again.
          biome-ignore lint/a11y/useSemanticElements: a textarea holds no bold and no links. */}
      <div
        ref={root}
        class="rich-text"
        role="textbox"
        aria-multiline="true"
        aria-label={t('templates.edit.body')}
        tabIndex={0}
        lang={language}
        spellcheck
      />
    </div>
  );
}

function ownHtml(editor: Squire): string {
  const html = editor.getHTML();
  return html === '<div><br></div>' ? '' : html;
}

function applyFormat(editor: Squire, name: FormatName, on: boolean): void {
  switch (name) {
    case 'bold':
      if (on) editor.removeBold();
      else editor.bold();
      break;
    case 'italic':
      if (on) editor.removeItalic();
      else editor.italic();
      break;
    case 'underline':
      if (on) editor.removeUnderline();
      else editor.underline();
      break;
    case 'bullets':
      if (on) editor.removeList();
      else editor.makeUnorderedList();
      break;
    case 'numbers':
      if (on) editor.removeList();
      else editor.makeOrderedList();
      break;
    case 'quote':
      if (on) editor.decreaseQuoteLevel();
      else editor.increaseQuoteLevel();
      break;
    case 'clear':
      clearFormats(editor);
      break;
  }
}

/** Of what is selected; with nothing selected, of what is typed next. */
function clearFormats(editor: Squire): void {
  if (editor.getSelection().collapsed) {
    editor.removeBold();
    editor.removeItalic();
    editor.removeUnderline();
    return;
  }
  editor.removeAllFormatting();
  // The engine leaves what it cut off as empty elements: who writes on behind the words would write in them.
  for (const element of [...editor.getRoot().querySelectorAll('b, i, u, s, span')].reverse()) {
    const empty = (element.textContent ?? '').replaceAll('\u200b', '') === '';
    if (empty && !element.querySelector('br, img')) element.remove();
  }
}

const tags: readonly [FormatName, string][] = [
  ['bold', 'B'],
  ['italic', 'I'],
  ['underline', 'U'],
  ['bullets', 'UL'],
  ['numbers', 'OL'],
  ['quote', 'BLOCKQUOTE'],
  ['link', 'A'],
];

function activeFormats(editor: Squire): ReadonlySet<FormatName> {
  const path = editor.getPath();
  const inside = (tag: string): boolean => new RegExp(`(?:^|>)${tag}(?:[.#\\[>]|$)`).test(path);
  return new Set(
    tags.filter(([, tag]) => inside(tag) || editor.hasFormat(tag)).map(([name]) => name),
  );
}

function linkAtCaret(editor: Squire | null): string {
  const node = editor?.getSelection().commonAncestorContainer;
  const element = node?.nodeType === 1 ? (node as Element) : node?.parentElement;
  return element?.closest('a')?.getAttribute('href') ?? '';
}
