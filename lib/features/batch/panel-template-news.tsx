import { useEffect, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { textStamp } from '@/lib/core/text-stamp';
import { type Template, templateMessages, watchTemplates } from '@/lib/features/templates/messages';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';

/** Counts the changes of templates made elsewhere: what was read before is out of date. */
export function useTemplateTurn(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    const next = (): void => setTurn((before) => before + 1);
    watchTemplates(next, gone.signal);
    // A page that slept has not heard of it.
    addEventListener('focus', next, { signal: gone.signal });
    return () => gone.abort();
  }, []);
  return turn;
}

/** A template's text as a draft takes it. A subject that somebody has written stays. */
export function takeTemplate(draft: BatchDraft, template: Template | undefined) {
  const subject = template?.subject ?? '';
  const follows = draft.subject.trim() === '' || draft.subject === draft.templateSubject;
  return {
    templateId: template?.id ?? '',
    html: template?.html ?? '',
    templateSubject: subject,
    ...(subject !== '' && follows && { subject }),
  } satisfies Partial<BatchDraft>;
}

/** Says something else now than when the draft took it? A subject of one's own is not compared. */
function hasChanged(draft: BatchDraft, { html, subject }: Template): boolean {
  const taken = draft.templateSubject;
  return html !== draft.html || (draft.subject === taken && subject !== taken && subject !== '');
}

/** Which text of which template. */
function templateVersion({ id, html, subject }: Template): string {
  return `${id} ${textStamp(`${subject}\n${html}`)}`;
}

export interface TemplateNewsProps {
  draft: BatchDraft;
  onChange(part: Partial<BatchDraft>): void;
}

/** The template was changed after it was taken: its new text goes into the batch by a press, never by itself; or stays out. */
export function TemplateNews({ draft, onChange }: TemplateNewsProps) {
  const t = currentTranslate.value;
  const turn = useTemplateTurn();
  const [now, setNow] = useState<Template | null>(null);
  const id = draft.html === '' ? '' : draft.templateId;
  useEffect(() => {
    let over = false;
    if (id === '') return setNow(null);
    templateMessages.send('templates.get', { id }).then(
      (template) => !over && setNow(template),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [id, turn]);
  if (id === '' || now?.id !== id || !hasChanged(draft, now)) return null;
  const version = templateVersion(now);
  if (draft.keptTemplate === version) return null;
  return (
    <NoticeCard
      tone="warning"
      text={t('batch.templateChanged', { name: now.name })}
      actions={[
        {
          label: t('batch.takeNewText'),
          run: () => onChange(takeTemplate(draft, now)),
        },
        { label: t('batch.keepText'), run: () => onChange({ keptTemplate: version }) },
      ]}
    />
  );
}
