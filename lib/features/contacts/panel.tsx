import { useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { Toast } from '@/components/toast';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { currentTranslate } from '@/lib/platform/translate';
import './panel.css';
import type { Contact } from './messages';
import { ContactDoubles } from './panel-doubles';
import { type ContactDraft, readLastDraft } from './panel-draft';
import { ContactEditor } from './panel-editor';
import { ContactImport } from './panel-import';
import { ContactList } from './panel-list';

type Place =
  | { view: 'list' }
  | { view: 'edit'; contact: Contact | null; resumed?: ContactDraft | null }
  | { view: 'import' }
  | { view: 'doubles' };

/** What the parts of the view have in common. */
export interface ContactsDesk {
  go(place: Place): void;
  /** Says what was done, and takes it back when asked to; `undo` answers how many newer contacts it has left alone. */
  say(text: string, undo?: () => Promise<number>): void;
  /** Runs work that may fail; what went wrong stands above the view. Answers whether it went well. */
  attempt(work: () => Promise<unknown>): Promise<boolean>;
}

/** The view `#/contacts` of the side panel. */
export function ContactsPanel() {
  const t = currentTranslate.value;
  const [place, setPlace] = useState<Place>(() => {
    const resumed = readLastDraft();
    return resumed ? { view: 'edit', contact: null, resumed } : { view: 'list' };
  });
  const [toast, setToast] = useState<{ text: string; undo?: () => void } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      setFailure(null);
      return true;
    } catch (thrown) {
      setFailure(toFailure(thrown));
      return false;
    }
  };
  const desk: ContactsDesk = {
    attempt,
    go(next) {
      setFailure(null);
      setToast(null);
      setPlace(next);
      scrollTo(0, 0);
    },
    say(text, undo) {
      const takeBack =
        undo &&
        (() => {
          setToast(null);
          void attempt(async () => {
            const newer = await undo();
            if (newer > 0) setToast({ text: t('contacts.undo.newer', { count: newer }) });
          });
        });
      setToast({ text, undo: takeBack });
    },
  };
  return (
    <div class="contacts">
      {failure && (
        <NoticeCard
          tone="error"
          text={t(`error.${failure.code}`)}
          labels={{ close: t('common.close') }}
          onClose={() => setFailure(null)}
        />
      )}
      {place.view === 'list' && <ContactList desk={desk} />}
      {place.view === 'edit' && (
        <ContactEditor key={place.contact?.id ?? ''} {...place} desk={desk} />
      )}
      {place.view === 'import' && <ContactImport desk={desk} />}
      {place.view === 'doubles' && <ContactDoubles desk={desk} />}
      {toast && (
        <Toast
          text={toast.text}
          undo={toast.undo && { label: t('common.undo'), run: toast.undo }}
          labels={{ close: t('common.close') }}
          onClose={() => setToast(null)}
        />
      )}
    </div>
  );
}
