import { useEffect, useId, useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { Segmented } from '@/components/segmented';
import { interfaceLanguages } from '@/lib/core/settings/settings';
import { isShortcut } from '@/lib/core/templates/shortcut';
import { currentTranslate } from '@/lib/platform/translate';
import { templatePageMessages } from './messages';
import type { TemplateDraft } from './panel-draft';

/** Category, language, shortcut and subject of the template. */
export function EditorFacts({ draft }: { draft: TemplateDraft }) {
  const t = currentTranslate.value;
  const { content, shortcutTakenBy } = draft.state.value;
  const categories = useCategories();
  const list = useId();
  const { shortcut } = content;
  const shortcutError = !isShortcut(shortcut)
    ? t('templates.edit.shortcutBad')
    : shortcutTakenBy !== null
      ? t('templates.edit.shortcutTaken', { name: shortcutTakenBy })
      : undefined;
  return (
    <>
      <div class="template-pair">
        <Field label={t('templates.edit.category')}>
          {(control) => (
            <input
              {...control}
              class="input"
              name="category"
              list={list}
              maxLength={100}
              value={content.category}
              onInput={(event) => draft.change({ category: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          label={t('templates.edit.shortcut')}
          error={shortcutError}
          hint={
            shortcutError
              ? undefined
              : shortcut === ''
                ? t('templates.edit.shortcutEmpty')
                : t('templates.edit.shortcutHint', { shortcut })
          }
        >
          {(control) => (
            <span class="input-with-sign">
              <span aria-hidden="true">/</span>
              <input
                {...control}
                class="input"
                name="shortcut"
                autocomplete="off"
                spellcheck={false}
                value={shortcut}
                onInput={(event) =>
                  draft.change({ shortcut: event.currentTarget.value.trim().replace(/^\//, '') })
                }
              />
            </span>
          )}
        </Field>
      </div>
      <datalist id={list}>
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
      <Segmented
        label={t('templates.panel.language')}
        value={content.language}
        options={interfaceLanguages.map((value) => ({
          value,
          label: t(`templates.language.${value}`),
        }))}
        onChange={(language) => draft.change({ language })}
      />
      <Field label={t('templates.edit.subject')}>
        {(control) => (
          <input
            {...control}
            class="input"
            name="subject"
            lang={content.language}
            maxLength={1000}
            value={content.subject}
            onInput={(event) => draft.change({ subject: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

/** The categories there are, offered as one types. Without them the field works all the same. */
function useCategories(): readonly string[] {
  const [categories, setCategories] = useState<readonly string[]>([]);
  useEffect(() => {
    templatePageMessages
      .send('templates.list', {
        query: '',
        category: '',
        language: '',
        favourites: false,
        limit: 0,
      })
      .then((page) => setCategories(page.categories))
      .catch(() => undefined);
  }, []);
  return categories;
}
