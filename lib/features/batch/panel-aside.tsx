import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { NoticeCard } from '@/components/notice-card';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import { type AsideText, type BatchChoice, batchChoices } from './merge-drafts';

export interface AsideTextsProps {
  title: string;
  texts: readonly AsideText[];
  onUse?(text: AsideText): void;
  onDrop?(text: AsideText): void;
}

type WrittenText = AsideText & { place: Exclude<AsideText['place'], 'choice'> };
const isText = (one: AsideText): one is WrittenText => one.place !== 'choice';

const labels = {
  name: 'batch.batchName',
  subject: 'batch.subject',
  body: 'batch.body',
  pasted: 'batch.pasteLabel',
  cell: 'batch.aside.cell',
} as const;

const choiceLabels = {
  list: 'batch.step.recipients',
  columns: 'batch.columns',
  lines: 'batch.aside.lines',
  template: 'batch.template',
  unsubscribe: 'batch.unsubscribe',
  when: 'batch.when',
  speed: 'batch.speed',
  sender: 'batch.sendsFrom',
} as const satisfies Record<BatchChoice, string>;

interface ContestedProps {
  texts: readonly AsideText[];
  onSeen(): void;
}

/** What another window has chosen differently in the same moment: nothing of it is sent unseen. */
export function ContestedChoices({ texts, onSeen }: ContestedProps) {
  const t = currentTranslate.value;
  const names = batchChoices
    .filter((one) => texts.some(({ place, text }) => place === 'choice' && text === one))
    .map((one) => t(choiceLabels[one]));
  if (names.length === 0) return null;
  return (
    <NoticeCard
      tone="warning"
      text={t('batch.aside.choice', { names: names.join(', ') })}
      labels={{ close: t('common.close') }}
      onClose={onSeen}
    />
  );
}

/** Texts that found no place in the draft: nothing that was written goes away unseen. */
export function AsideTexts({ title, texts: all, onUse, onDrop }: AsideTextsProps) {
  const t = currentTranslate.value;
  const [copied, setCopied] = useState<AsideText | null>(null);
  const texts = all.filter(isText);
  if (texts.length === 0) return null;
  const copy = async (one: AsideText): Promise<void> => {
    // Where the browser refuses, the words can still be selected.
    const done = await navigator.clipboard.writeText(one.text).then(
      () => true,
      () => false,
    );
    setCopied(done ? one : null);
  };
  return (
    <section class="warning-box" role="status">
      <p>{title}</p>
      {texts.map((one) => (
        <div key={`${one.place} ${one.text}`} class="batch-aside-text" data-place={one.place}>
          <p class="field-label">{t(labels[one.place])}</p>
          <p class="batch-aside-words">{one.text}</p>
          <div class="batch-bar">
            <Button name="copy-aside" onPress={() => void copy(one)}>
              {t(copied === one ? 'common.copied' : 'common.copy')}
            </Button>
            {onUse && one.place !== 'cell' && (
              <Button name="use-aside" onPress={() => onUse(one)}>
                {t('batch.aside.use')}
              </Button>
            )}
            {onDrop && (
              <Button kind="quiet" name="drop-aside" onPress={() => onDrop(one)}>
                {t('batch.aside.drop')}
              </Button>
            )}
          </div>
        </div>
      ))}
    </section>
  );
}

/** Puts it in its place; what stood there lies aside instead. */
export function swapAside(draft: BatchDraft, chosen: AsideText): Partial<BatchDraft> {
  const { place, text } = chosen;
  const aside = draft.aside.filter((one) => one !== chosen);
  if (place === 'cell' || place === 'choice') return { aside };
  if (draft[place].trim() !== '') aside.push({ place, text: draft[place] });
  // A template would hide it.
  return {
    [place]: text,
    aside,
    ...(place === 'body' && { templateId: '', templateSubject: null, html: '' }),
  };
}
