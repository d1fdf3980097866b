import { Check } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { HighlightedText } from '@/components/highlighted-text';
import type { Pages } from '@/components/use-pages';
import { VirtualTable } from '@/components/virtual-table';
import { straightText } from '@/lib/core/straight-text';
import type { Contact } from '@/lib/features/contacts/messages';
import { currentTranslate } from '@/lib/platform/translate';
import { type ContactWish, readContacts } from './contact-table';

export interface ContactRowsProps {
  contacts: Pages<Contact>;
  wish: ContactWish;
  picked: readonly string[];
  onPicked(ids: string[]): void;
  onFailure(thrown: unknown): void;
}

/** What is picked, and the rows to pick from: a press or Space picks one, with Shift all up to there. */
export function ContactRows({ contacts, wish, picked, onPicked, onFailure }: ContactRowsProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState(false);
  const last = useRef<{ about: string; index: number } | null>(null);
  const about = JSON.stringify(wish);
  const chosen = new Set(picked);
  const total = contacts.total ?? 0;
  const words = wish.query.split(/\s+/).filter(Boolean);
  const now = useRef(picked);
  now.current = picked;
  const turn = useRef(0);

  /** The last press counts: who was unpicked while many were read is not picked after all. */
  const pickUpTo = async (from: number, to: number): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    setBusy(true);
    try {
      const between = await readContacts(wish, from, to);
      if (turn.current !== mine) return;
      onPicked([...new Set([...now.current, ...between.map(({ id }) => id)])]);
    } catch (thrown) {
      onFailure(thrown);
    }
    setBusy(false);
  };
  const pickNone = (): void => {
    turn.current += 1;
    setBusy(false);
    onPicked([]);
  };
  const press = (index: number, upTo: boolean): void => {
    const contact = contacts.at(index);
    if (!contact || busy) return;
    const before = last.current?.about === about ? last.current.index : index;
    last.current = { about, index };
    if (upTo && before !== index) {
      void pickUpTo(Math.min(before, index), Math.max(before, index) + 1);
    } else if (chosen.has(contact.id)) onPicked(picked.filter((id) => id !== contact.id));
    else onPicked([...picked, contact.id]);
  };
  return (
    <>
      <div class="pick-line">
        <span role="status">
          {t(picked.length === 0 ? 'batch.pickHint' : 'batch.picked', { count: picked.length })}
        </span>
        {total > 0 && (
          <button
            type="button"
            class="link-button"
            data-action="pick-found"
            onClick={() => void pickUpTo(0, total)}
          >
            {t('batch.pickAll', { count: total })}
          </button>
        )}
        {picked.length > 0 && (
          <button type="button" class="link-button" data-action="pick-none" onClick={pickNone}>
            {t('batch.pickNone')}
          </button>
        )}
      </div>
      {total > 0 && (
        <div class="pick-rows" style={{ '--pick-rows': total }}>
          <VirtualTable
            label={t('batch.pickFrom')}
            columns={[t('batch.pickMark'), t('batch.address')]}
            headless
            rowCount={total}
            rowHeight={50}
            idOf={(index) => contacts.at(index)?.id}
            onRange={contacts.need}
            picked={(index) => chosen.has(contacts.at(index)?.id ?? '')}
            onOpen={press}
            row={(index) => {
              const contact = contacts.at(index);
              return contact && rowOf(contact, chosen.has(contact.id), words);
            }}
          />
        </div>
      )}
    </>
  );
}

function rowOf({ name, email, organisation }: Contact, isPicked: boolean, words: string[]) {
  const called = straightText(name);
  return [
    <span key="mark" class="pick-mark" data-picked={isPicked} aria-hidden="true">
      {isPicked && <Check size={13} strokeWidth={3} />}
    </span>,
    <span key="who" class="pick-who">
      <span class="pick-name">
        <HighlightedText text={called || email} words={words} />
      </span>
      <span class="pick-more">
        <HighlightedText
          text={[called && email, straightText(organisation)].filter(Boolean).join(' · ')}
          words={words}
        />
      </span>
    </span>,
  ];
}
