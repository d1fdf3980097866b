import { useEffect, useRef, useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { MailPreview } from '@/components/mail-preview';
import { Switch } from '@/components/switch';
import { type Template, templateMessages } from '@/lib/features/templates/messages';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import { type BatchContent, variableName } from './panel-content';
import { CopiedText } from './panel-copied-text';
import { takeTemplate, useTemplateTurn } from './panel-template-news';

export interface MessageStepProps {
  draft: BatchDraft;
  content: BatchContent;
  headers: readonly string[];
  onChange(part: Partial<BatchDraft>): void;
}

/** Stands for a text that no template has (any more). No id of a template is like it. */
const copied = '\0';

/** Step 2: the text, from a template or written here, with a place for each recipient's own values. */
export function MessageStep({ draft, content, headers, onChange }: MessageStepProps) {
  const t = currentTranslate.value;
  const [templates, setTemplates] = useState<Template[] | null>(null);
  const last = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null);
  const turn = useTemplateTurn();
  useEffect(() => {
    templateMessages
      .send('templates.search', { query: '', limit: 500 })
      .then(setTemplates, () => setTemplates([]));
  }, [turn]);
  const choose = (id: string): void => {
    if (id === copied) return;
    const template = templates?.find((one) => one.id === id);
    onChange(takeTemplate(draft, template));
  };
  const own = draft.html !== '' && !(templates ?? []).some(({ id }) => id === draft.templateId);
  return (
    <>
      <Field label={t('batch.batchName')} hint={t('batch.batchNameHint')}>
        {(control) => (
          <input
            {...control}
            class="input"
            name="batch-name"
            maxLength={200}
            value={draft.name}
            onInput={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      {templates !== null && (templates.length > 0 || own) && (
        <Field label={t('batch.template')}>
          {(control) => (
            <select
              {...control}
              class="select"
              name="template"
              value={draft.html === '' ? '' : own ? copied : draft.templateId}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              <option value="">{t('batch.writeHere')}</option>
              {own && <option value={copied}>{t('batch.copiedText')}</option>}
              {templates.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t('batch.subject')}>
        {(control) => (
          <input
            {...control}
            class="input"
            name="subject"
            maxLength={2_000}
            value={draft.subject}
            onFocus={(event) => {
              last.current = event.currentTarget;
            }}
            onInput={(event) => onChange({ subject: event.currentTarget.value })}
          />
        )}
      </Field>
      {draft.html === '' ? (
        <Field label={t('batch.body')} error={contentError(content)}>
          {(control) => (
            <textarea
              {...control}
              class="input batch-body"
              name="body"
              rows={11}
              value={draft.body}
              onFocus={(event) => {
                last.current = event.currentTarget;
              }}
              onInput={(event) => onChange({ body: event.currentTarget.value })}
            />
          )}
        </Field>
      ) : (
        <>
          <MailPreview title={t('batch.templatePreview')} html={content.html} />
          {own && templates !== null ? (
            <CopiedText draft={draft} error={contentError(content)} onChange={onChange} />
          ) : (
            <p class="field-hint">{contentError(content) ?? t('batch.templateHint')}</p>
          )}
        </>
      )}
      {headers.length > 0 && (
        <div class="chips">
          <span class="field-hint">{t('batch.insertVariable')}</span>
          {headers.map((header) => (
            <button
              key={header}
              type="button"
              class="chip"
              data-action="insert-variable"
              data-variable={variableName(header)}
              onClick={() => insert(last.current, `{{ ${variableName(header)} }}`)}
            >
              {header}
            </button>
          ))}
        </div>
      )}
      <Switch
        label={t('batch.unsubscribe')}
        hint={t('batch.unsubscribeHint')}
        checked={draft.unsubscribe}
        onChange={(unsubscribe) => onChange({ unsubscribe })}
      />
    </>
  );
}

function contentError({ error }: BatchContent): string | undefined {
  return error === '' ? undefined : currentTranslate.value('batch.templateError', { words: error });
}

/** Puts a text where the caret was, as typing would: it can be undone, and the field tells its owner. */
function insert(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  const target = field?.isConnected
    ? field
    : document.querySelector<HTMLTextAreaElement>('textarea[name="body"], input[name="subject"]');
  if (!target) return;
  target.focus();
  if (document.execCommand('insertText', false, text)) return;
  target.setRangeText(text, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end');
  target.dispatchEvent(new Event('input', { bubbles: true }));
}
