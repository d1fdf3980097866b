import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { currentTranslate } from '@/lib/platform/translate';
import type { AsideText } from './merge-drafts';
import type { BatchDraft } from './store';

export interface AsideTextsProps {
  title: string;
  texts: readonly AsideText[];
  onUse?(text: AsideText): void;
  onDrop?(text: AsideText): void;
}

const labels = {
  name: 'batch.batchName',
  subject: 'batch.subject',
  body: 'batch.body',
  pasted: 'batch.pasteLabel',
  cell: 'batch.aside.cell',
} as const;

/** Texts that found no place in the draft: nothing that was written goes away unseen. */
export function AsideTexts({ title, texts, onUse, onDrop }: AsideTextsProps) {
  const t = currentTranslate.value;
  const [copied, setCopied] = useState<AsideText | null>(null);
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
    <section class="batch-aside" role="status">
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
  if (place === 'cell') return { aside };
  if (draft[place].trim() !== '') aside.push({ place, text: draft[place] });
  return { [place]: text, aside };
}
