import { useEffect, useState } from 'preact/hooks';
import { SearchField } from '@/components/search-field';
import { VirtualTable } from '@/components/virtual-table';
import { recipientStates } from '@/lib/platform/relay-batch-answer';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { Batch, BatchChange, Recipient, RecipientState } from './messages';
import { useRecipients } from './panel-recipients';
import { RecipientDialog } from './panel-resolve';
import { allOf, errorCode, recipientTag } from './panel-words';

export interface RecipientTableProps {
  batch: Batch;
  /** What was handed over lies in the relay's outbox: none has reached anybody. */
  keeps: boolean;
  onChange(change: BatchChange): Promise<void>;
}

/** Typing is over when nothing came for this long: each change asks the relay. */
const typingPause = 250;

/** So many rows stand there without scrolling; more get the room there is. */
const few = 6;

/** Everybody in a batch: filtered by state, searched by address, each with its details. */
export function RecipientTable({ batch, keeps, onChange }: RecipientTableProps) {
  const t = currentTranslate.value;
  const [state, setState] = useState<RecipientState | ''>('');
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<Recipient | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [typed]);
  const { counts } = batch;
  const all = allOf(batch);
  const rows = useRecipients({
    id: batch.id,
    state,
    search,
    known: search === '' ? (state === '' ? all : counts[state]) : null,
    stamp: JSON.stringify(counts),
  });
  const present = recipientStates.filter((one) => counts[one] > 0 || one === state);
  return (
    <section
      class="recipients"
      aria-label={t('batch.recipients')}
      data-few={all <= few}
      style={{ '--rows': all }}
    >
      {counts.uncertain > 0 && (
        <div class="batch-uncertain" role="status">
          <p>{t('batch.uncertainWhat', { count: counts.uncertain })}</p>
          <button
            type="button"
            class="link-button"
            data-action="show-uncertain"
            onClick={() => {
              setState('uncertain');
              setTyped('');
            }}
          >
            {t('batch.uncertainShow')}
          </button>
        </div>
      )}
      <div class="list-head">
        <SearchField
          label={t('batch.searchAddress')}
          clearLabel={t('common.clearSearch')}
          name="search-recipients"
          value={typed}
          onQuery={setTyped}
        />
        {present.length > 1 && (
          <select
            class="select"
            name="recipient-state"
            aria-label={t('batch.filterState')}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as RecipientState | '')}
          >
            <option value="">{t('batch.everyState')}</option>
            {present.map((one) => (
              <option key={one} value={one}>
                {t(one === 'sent' && keeps ? 'batch.recipient.kept' : `batch.recipient.${one}`)}
              </option>
            ))}
          </select>
        )}
      </div>
      {rows.count === 0 ? (
        <p class="search-none">{t('batch.nobody')}</p>
      ) : (
        <VirtualTable
          label={t('batch.recipients')}
          columns={[t('batch.address'), t('batch.outcome')]}
          headless
          rowCount={rows.count}
          rowHeight={44}
          idOf={(index) => rows.row(index)?.index.toString()}
          row={(index) => {
            const recipient = rows.row(index);
            return recipient && [recipient.address, <Outcome key="state" recipient={recipient} />];
          }}
          onRange={(_from, to) => rows.want(to)}
          onOpen={(index) => setOpen(rows.row(index))}
        />
      )}
      {open && (
        <RecipientDialog
          recipient={open}
          uncertain={counts.uncertain}
          onResolve={async (as, all) => {
            await onChange({ kind: 'resolve', as, ...(all ? {} : { indexes: [open.index] }) });
            // Another one may be open by now.
            setOpen((now) => (now === open ? null : now));
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function Outcome({ recipient }: { recipient: Recipient }) {
  const t = currentTranslate.value;
  const { state, sentAt, lastError, attempts, kept } = recipient;
  const time = new Intl.DateTimeFormat(currentLanguage.value, { timeStyle: 'short' });
  const code = errorCode(lastError);
  const words =
    state === 'sent' && sentAt
      ? t(kept ? 'batch.keptAt' : 'batch.sentAt', { time: time.format(Date.parse(sentAt)) })
      : state === 'failed' && code !== ''
        ? t('batch.failedWith', { code })
        : state === 'uncertain'
          ? t('batch.uncertainDecide')
          : state === 'pending' && attempts > 0
            ? t('batch.triedAgain')
            : t(`batch.recipient.${state}`);
  return (
    <span class="tag" data-kind={kept ? 'plain' : recipientTag[state]} data-state={state}>
      {words}
    </span>
  );
}
