import { Mail } from 'lucide-preact';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FactLine } from '@/components/fact-line';
import { useReturningFocus } from '@/components/use-returning-focus';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { MailOfHistory } from './messages';
import { ownerOf } from './panel-history';
import { HistoryFailure, HistoryHead, HistoryRows, openRelayOptions } from './panel-history-parts';
import { useMailSearch } from './panel-mail-search';
import { recipientWords } from './panel-mail-view';
import { mailAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { mailWords, recipientTag } from './panel-words';

/** Mails that were sent one by one, from the popup for the most part: to whom, when, and what became of each. */
export function MailHistory() {
  const t = currentTranslate.value;
  const relay = useRelay();
  const { filter, ask, history, nameOf } = useMailSearch(ownerOf(relay));
  const none = relay?.state === 'none';
  const nothing = history.items?.length === 0 && filter.query + filter.from + filter.to === '';
  const empty = none || nothing;
  useReturningFocus(none || history.items !== null || history.failure !== null);
  return (
    <div class="batch">
      {!empty && (
        <HistoryHead filter={filter} onFilter={ask} label={t('batch.mails.search')} empty={false} />
      )}
      {relay !== null && !none && <HistoryFailure history={history} />}
      {empty ? (
        <EmptyState
          icon={<Mail size={28} strokeWidth={1.9} />}
          title={t('batch.mails.emptyTitle')}
          text={t('batch.mails.emptyText')}
        >
          {none && (
            <Button kind="primary" name="connect-relay" onPress={openRelayOptions}>
              {t('batch.connectRelay')}
            </Button>
          )}
        </EmptyState>
      ) : (
        <HistoryRows
          history={history}
          none={t('batch.mails.noneFound')}
          more={t('batch.mails.more')}
          row={(mail) => <MailRow key={mail.batchId} mail={mail} name={nameOf(mail.to)} />}
        />
      )}
    </div>
  );
}

function MailRow({ mail, name }: { mail: MailOfHistory; name: string }) {
  const t = currentTranslate.value;
  const { batchId, subject, to, state, kept, createdAt } = mail;
  return (
    <li>
      <a class="batch-row" href={mailAddress(batchId)} data-id={batchId}>
        <span class="batch-row-name">{subject || t('batch.mails.noSubject')}</span>
        <span class="tag" data-kind={kept ? 'plain' : recipientTag[state]} data-state={state}>
          {mailWords(mail, t)}
        </span>
        <span class="batch-row-facts">
          <FactLine
            facts={[
              recipientWords(to, name),
              formatWhen(Date.parse(createdAt), Date.now(), currentLanguage.value),
            ]}
          />
        </span>
      </a>
    </li>
  );
}
