import { ProgressBar } from '@/components/progress-bar';
import { ViewTitle } from '@/components/view-title';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { numberFormat } from '@/lib/core/formatters';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { Batch } from './messages';
import { Warnings } from './panel-rules';
import { allOf, batchTag, finishedOf, pauseWords } from './panel-words';

interface ShownProps {
  batch: Batch;
  /** What was handed over lies in the relay's outbox: none has reached anybody. */
  keeps: boolean;
}

interface HeadProps extends ShownProps {
  /** What it kept it kept before: it has a mail server now. */
  before: boolean;
  waits: boolean;
}

/** Also a batch that was paused before its time leaves no earlier than then. */
function waitsForItsTime({ state, sendAt }: Batch): boolean {
  if (state === 'scheduled') return true;
  return state === 'paused' && sendAt !== null && Date.parse(sendAt) > Date.now();
}

/** What a batch is called, and how it stands. */
export function BatchHead({ batch, keeps, before, waits }: HeadProps) {
  const t = currentTranslate.value;
  const reason = batch.state === 'paused' ? pauseWords(t, batch.pauseReason) : '';
  const when =
    waitsForItsTime(batch) && batch.sendAt
      ? t('batch.startsAt', {
          time: formatWhen(Date.parse(batch.sendAt), Date.now(), currentLanguage.value),
        })
      : '';
  return (
    <>
      <header class="batch-head">
        <ViewTitle>{batch.name || t('batch.unnamed')}</ViewTitle>
        <span
          class="tag"
          data-kind={waits ? 'pending' : batchTag[batch.state]}
          data-state={batch.state}
        >
          {t(waits ? 'batch.waitsForServer' : `batch.state.${batch.state}`)}
        </span>
      </header>
      {[reason, when].map((words) => words && <p class="batch-reason">{words}</p>)}
      {(keeps || batch.kept > 0) && (
        <Warnings
          warnings={[{ id: before ? 'outbox-before' : 'outbox', level: 'note', values: {} }]}
        />
      )}
    </>
  );
}

/** Beside a figure that is none the word stands for many, also where 0 takes the singular (French). */
const named = (count: number): number => (count === 0 ? 2 : count);

/** How many have it, how many do not, how many are still to come. */
export function BatchNumbers({ batch, keeps }: ShownProps) {
  const t = currentTranslate.value;
  const { counts, kept } = batch;
  const total = allOf(batch);
  const sent = keeps ? counts.sent : counts.sent - kept;
  const format = numberFormat(currentLanguage.value);
  const coming = counts.pending + counts.sending;
  const numbers = [
    ['sent', sent, t(keeps ? 'batch.count.kept' : 'batch.count.sent', { count: named(sent) })],
    ['failed', counts.failed, t('batch.count.failed', { count: named(counts.failed) })],
    ['uncertain', counts.uncertain, t('batch.count.uncertain', { count: named(counts.uncertain) })],
    ['pending', coming, t('batch.count.pending')],
  ] as const;
  const others = [
    !keeps && kept > 0 && t('batch.alsoKept', { count: kept }),
    counts.suppressed > 0 && t('batch.count.suppressed', { count: counts.suppressed }),
    counts.cancelled > 0 && t('batch.count.cancelled', { count: counts.cancelled }),
  ].filter(Boolean);
  return (
    <>
      <ProgressBar
        label={t('batch.progress')}
        text={t('batch.progressText', { done: finishedOf(batch), total })}
        total={total}
        parts={[
          { kind: 'done', count: counts.sent - kept },
          { kind: 'failed', count: counts.failed },
          { kind: 'uncertain', count: counts.uncertain },
          { kind: 'left-out', count: kept + counts.suppressed + counts.cancelled },
        ]}
      />
      <dl class="batch-numbers">
        {numbers.map(([kind, count, label]) => (
          <div key={kind} class="batch-number" data-kind={kind} data-empty={count === 0}>
            <dt>{label}</dt>
            <dd>{format.format(count)}</dd>
          </div>
        ))}
      </dl>
      {others.length > 0 && <p class="batch-reason">{others.join(' · ')}</p>}
    </>
  );
}
