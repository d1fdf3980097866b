import { Copy, Star, Trash } from 'lucide-preact';
import { copiedIcon } from '@/components/copied-icon';
import { FoundText } from '@/components/found-text';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { type TemplateItem, templatePageMessages } from './messages';
import { attempt, copyTemplate, removeTemplate } from './panel-state';

const drawStar = copiedIcon(<Star size={16} strokeWidth={1.9} aria-hidden="true" />);
const drawCopy = copiedIcon(<Copy size={16} strokeWidth={1.9} aria-hidden="true" />);
const drawTrash = copiedIcon(<Trash size={16} strokeWidth={1.9} aria-hidden="true" />);

/** One template of the list: a way into it, what it is, three quick actions. */
export function TemplateRowView(props: { item: TemplateItem; highlights: readonly string[] }) {
  const t = currentTranslate.value;
  const { item, highlights } = props;
  const { id, category, language, shortcut, favourite } = item;
  const name = item.name || t('templates.panel.untitled');
  const labels = {
    favourite: t('templates.panel.favourite', { name }),
    duplicate: t('templates.panel.duplicate', { name }),
    remove: t('templates.panel.delete', { name }),
  };
  const toggle = (): void => {
    const change = { id, favourite: !favourite };
    void attempt(() => templatePageMessages.send('templates.favourite', change));
  };
  return (
    <li class="template" data-id={id}>
      <a class="template-open" href={`#/templates/${encodeURIComponent(id)}`}>
        <FoundText class="template-name" text={name} words={highlights} />
        <FoundText class="template-excerpt" text={item.text || item.subject} words={highlights} />
      </a>
      <div class="template-facts">
        {category !== '' && <span class="tag">{category}</span>}
        {language !== currentLanguage.value && (
          <span class="tag">
            <span aria-hidden="true">{language.toUpperCase()}</span>
            <span class="only-spoken">{t(`templates.language.${language}`)}</span>
          </span>
        )}
        {shortcut !== '' && <span class="template-shortcut">/{shortcut}</span>}
        <span class="template-actions">
          <button
            ref={drawStar}
            type="button"
            class="icon-button"
            data-action="favourite"
            aria-pressed={favourite}
            aria-label={labels.favourite}
            onClick={toggle}
          />
          <button
            ref={drawCopy}
            type="button"
            class="icon-button"
            data-action="duplicate"
            aria-label={labels.duplicate}
            onClick={() => void copyTemplate(id, name)}
          />
          <button
            ref={drawTrash}
            type="button"
            class="icon-button"
            data-action="delete"
            aria-label={labels.remove}
            onClick={() => void removeTemplate(id)}
          />
        </span>
      </div>
    </li>
  );
}
