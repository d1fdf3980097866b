import { useEffect, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { useJustChanged } from '@/components/use-just-changed';
import { toFailure } from '@/lib/core/app-error';
import { readMailFault } from '@/lib/core/mail/mail-fault';
import {
  clearedId,
  groupTroubles,
  type HandedMail,
  parseHandedMail,
} from '@/lib/core/quick-compose/handed-mail';
import { isEmptyDraft, parseQuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { readList, readObject, readText } from '@/lib/core/read-value';
import { currentTranslate, type Translate } from '@/lib/platform/translate';
import { dropUnsaved, keepUnsaved, readUnsaved } from '@/lib/platform/unsaved';
import { watchLeft } from './changes';
import { followFates } from './follow-left';
import { type LeftMails, quickComposePageMessages } from './messages';
import type { DraftInHand } from './popup-draft';
import type { QuickNotice } from './popup-words';

/** So many addresses are named; the others are counted. */
const named = 4;
/** Characters of what a mail server said: some send a page. */
const longestReason = 160;

/** What did not arrive of earlier mails, and what was put aside for one of them: each can be taken up again. */
export function LeftMailNotices(props: {
  hand: DraftInHand;
  locked: boolean;
  onNotice(notice: QuickNotice): void;
}) {
  const { hand, locked } = props;
  const t = currentTranslate.value;
  const fail = (thrown: unknown): void =>
    props.onNotice({ tone: 'error', text: t(`error.${toFailure(thrown).code}`) });
  const left = useLeftMails();
  const cleared = left.asides.filter(({ id }) => id === clearedId);
  const asides = left.asides.filter(({ id }) => id !== clearedId);
  const takeUp = async (wanted: { keys: string[] } | { aside: string }): Promise<void> => {
    // What was typed last is on disk before another mail takes its place.
    await hand.change({});
    await quickComposePageMessages.send('quickCompose.takeUp', wanted);
    await hand.load();
    // Its button is gone, and who took it up goes on writing.
    document.querySelector<HTMLElement>('textarea[name="body"]')?.focus();
  };
  const again = (wanted: Parameters<typeof takeUp>[0], label = t('quick-compose.takeUp')) => ({
    label,
    run: () => void (locked || takeUp(wanted).catch(fail)),
  });
  const remove = async (wanted: { keys: string[]; asides: string[] }): Promise<void> => {
    const gone = await quickComposePageMessages.send('quickCompose.forget', wanted);
    // Deleted already, by a second click or in another window: the undo that stands there is the only way back.
    if (gone.mails.length + gone.asides.length === 0) return;
    const offer = (notice: Pick<QuickNotice, 'tone' | 'text'>): void => {
      const actions = [{ label: t('common.undo'), run: restore }];
      props.onNotice({ ...notice, actions, once: true });
    };
    const restore = (): void =>
      // Its text stands only here now: what could not be put back can be again.
      void putBack(gone).catch((thrown) =>
        offer({ tone: 'error', text: t(`error.${toFailure(thrown).code}`) }),
      );
    offer({ tone: 'info', text: t('quick-compose.forgotten') });
  };
  const drop = async (id: string): Promise<void> => {
    await quickComposePageMessages.send('quickCompose.forget', { keys: [], asides: [id] });
  };
  const forget = (wanted: { keys?: string[]; asides?: string[] }) => ({
    label: t('quick-compose.forget'),
    run: () => void remove({ keys: [], asides: [], ...wanted }).catch(fail),
  });
  const troubles = groupTroubles(left.mails);
  // They come above what is being written, and one that goes lets the next come to its place. Not so what is under way:
  // of that nothing stands here, and it arrives at any time.
  const moved = useJustChanged(
    JSON.stringify([troubles.flat().map(({ key }) => key), left.asides.map(({ id }) => id)]),
  );
  return (
    <>
      {troubles.map((mails) => {
        const keys = mails.map(({ key }) => key);
        const doubtful = mails[0]?.state === 'uncertain';
        return (
          <NoticeCard
            key={keys[0]}
            tone={doubtful ? 'warning' : 'error'}
            text={t(doubtful ? 'quick-compose.doubtful' : 'quick-compose.undelivered', {
              subject: subjectOf(mails[0]?.subject, t),
              list: listTroubles(mails, t),
            })}
            actions={[again({ keys }), forget({ keys })]}
            passing={moved || locked}
          />
        );
      })}
      {isEmptyDraft(hand.now()) &&
        cleared.map(({ id }) => (
          <NoticeCard
            key={id}
            tone="info"
            text={t('quick-compose.cleared')}
            actions={[again({ aside: id }, t('common.undo'))]}
            passing={locked}
            labels={{ close: t('common.close') }}
            onClose={() => void drop(id).catch(fail)}
          />
        ))}
      {asides.map(({ id, draft }) => (
        <NoticeCard
          key={id}
          tone="info"
          text={t('quick-compose.aside', { subject: subjectOf(draft.subject || draft.body, t) })}
          actions={[again({ aside: id }), forget({ asides: [id] })]}
          passing={moved || locked}
        />
      ))}
    </>
  );
}

const forgottenKey = 'quick-compose.forgotten';

/** Undo of deleting. Beside the disk before anything is asked: the popup may close before the answer. */
async function putBack(gone: LeftMails): Promise<void> {
  const { mails, asides } = readForgotten();
  const all = { mails: [...mails, ...gone.mails], asides: [...asides, ...gone.asides] };
  if (all.mails.length + all.asides.length === 0) return;
  keepUnsaved(forgottenKey, all);
  await quickComposePageMessages.send('quickCompose.restore', all);
  dropUnsaved(forgottenKey);
}

/** What an earlier popup could not put back. */
function readForgotten(): LeftMails {
  const { mails, asides } = readObject(readUnsaved(forgottenKey));
  return {
    mails: readList(mails, parseHandedMail),
    asides: readList(asides, (one) => {
      const { id, draft } = readObject(one);
      return { id: readText(id), draft: parseQuickDraft(draft) };
    }),
  };
}

function useLeftMails(): LeftMails {
  const [left, setLeft] = useState<LeftMails>({ mails: [], asides: [] });
  useEffect(() => {
    const gone = new AbortController();
    const fates = followFates(gone.signal);
    const read = (): void => {
      quickComposePageMessages.send('quickCompose.left').then(
        (now) => {
          if (gone.signal.aborted) return;
          setLeft(now);
          fates.wake(now);
        },
        // The draft, read from the same disk, says what is wrong with it.
        () => undefined,
      );
    };
    watchLeft(read, gone.signal);
    read();
    // Where the disk still refuses, the next popup tries again.
    void putBack({ mails: [], asides: [] }).catch(() => undefined);
    return () => gone.abort();
  }, []);
  return left;
}

function subjectOf(text: string | undefined, t: Translate): string {
  const line = (text ?? '').trim().replace(/\s+/g, ' ');
  if (line === '') return t('quick-compose.noSubject');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Each address with the reason, as the mail server gave it or in our words. */
function listTroubles(mails: readonly HandedMail[], t: Translate): string {
  const words = mails.slice(0, named).map(({ address, state, reason }) => {
    if (state === 'uncertain' || state === 'open') return address;
    const { kind, said } = readMailFault(state === 'failed' ? reason : '');
    const own = serverWords(said);
    const key = kind === 'line' || kind === 'empty' || own !== '' ? kind : state;
    const why = t(`quick-compose.why.${key}`, { said: own });
    return t('quick-compose.because', { address, why });
  });
  const more = mails.length - named;
  return [...words, ...(more > 0 ? [t('quick-compose.andMore', { count: more })] : [])].join(', ');
}

/** "All recipients were rejected: 550 5.1.1 no such mailbox" → from the code on: that the server itself said. */
function serverWords(reason: string): string {
  const said = /\b[45]\d\d[ -].*/s.exec(reason)?.[0] ?? reason;
  return said.trim().replace(/\s+/g, ' ').slice(0, longestReason);
}
