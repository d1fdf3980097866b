import { useEffect, useState } from 'preact/hooks';
import { htmlToText } from '@/lib/core/templates/html-to-text';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { type TemplateVersion, templatePageMessages } from './messages';
import type { TemplateDraft } from './panel-draft';
import { attempt, toast } from './panel-state';

/** Earlier states of the template, each with a way back. */
export function TemplateHistory({ draft }: { draft: TemplateDraft }) {
  const t = currentTranslate.value;
  const [versions, setVersions] = useState<readonly TemplateVersion[] | null>(null);
  const [open, setOpen] = useState(false);
  const { saving } = draft.state.value;
  useEffect(() => {
    if (!open || saving !== 'saved') return;
    void attempt(async () =>
      setVersions(await templatePageMessages.send('templates.versions', { id: draft.id })),
    );
  }, [open, saving, draft.state.value.revision]);
  const restore = (version: TemplateVersion): void =>
    void attempt(async () => {
      await draft.restore(version);
      setVersions(await templatePageMessages.send('templates.versions', { id: draft.id }));
      toast.value = { text: t('templates.edit.restored') };
    });
  if (saving === 'new') return null;
  return (
    <details class="template-part history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('templates.edit.history')}</summary>
      {versions?.length === 0 && <p class="field-hint">{t('templates.edit.historyEmpty')}</p>}
      <ul>
        {versions?.map((version) => (
          <li key={version.id} data-version={version.id}>
            <div class="history-text">
              <time dateTime={new Date(version.savedAt).toISOString()}>
                {formatTime(version.savedAt)}
              </time>
              <span>
                {[version.name, htmlToText(version.html)].filter(Boolean).join(' · ').slice(0, 140)}
              </span>
            </div>
            <button
              type="button"
              class="link-button"
              data-action="restore"
              onClick={() => restore(version)}
            >
              {t('templates.edit.restore')}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function formatTime(time: number): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(currentLanguage.value, style).format(time);
}
