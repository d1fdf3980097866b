import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { blankTemplate } from '@/lib/core/templates/blank-template';
import { templatePageMessages } from '@/lib/features/templates/messages';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import { withoutUnsubscribe } from './panel-content';

export interface CopiedTextProps {
  draft: BatchDraft;
  /** What is wrong with the text, in words. */
  error: string | undefined;
  onChange(part: Partial<BatchDraft>): void;
}

/** A formatted text that no template has: it becomes one, where it can be changed. */
export function CopiedText({ draft, error, onChange }: CopiedTextProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const make = async (): Promise<void> => {
    setBusy(true);
    try {
      const { id, subject } = await makeTemplate(draft);
      onChange({ templateId: id, templateSubject: subject });
      location.hash = `#/templates/${encodeURIComponent(id)}`;
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
    }
  };
  return (
    <>
      <p class="field-hint">{error ?? t('batch.copiedHint')}</p>
      <div class="batch-bar">
        <Button name="make-template" busy={busy} onPress={() => void make()}>
          {t('batch.makeTemplate')}
        </Button>
      </div>
      {failure && (
        <p class="field-error" role="alert">
          {t(`error.${failure.code}`)}
        </p>
      )}
    </>
  );
}

/** Answers its id, and its subject as it was taken. Throws `storage-full`, `storage-failed`. */
async function makeTemplate({ name, subject, html }: BatchDraft) {
  const id = crypto.randomUUID();
  const content = {
    ...blankTemplate(currentLanguage.value),
    name: (name || subject).slice(0, 200),
    subject: subject.slice(0, 1_000),
    html: withoutUnsubscribe(html),
  };
  const session = crypto.randomUUID();
  await templatePageMessages.send('templates.save', { id, content, session, basedOn: 0 });
  return { id, subject: content.subject };
}
