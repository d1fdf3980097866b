import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { NoticeCard } from '@/components/notice-card';
import { SearchField } from '@/components/search-field';
import { Skeleton } from '@/components/skeleton';
import { usePages } from '@/components/use-pages';
import { toFailure } from '@/lib/core/app-error';
import { straightText } from '@/lib/core/straight-text';
import { contactPageMessages, watchContacts } from '@/lib/features/contacts/messages';
import { currentTranslate } from '@/lib/platform/translate';
import {
  type ContactWish,
  contactTable,
  everybody,
  readContacts,
  searchContacts,
} from './contact-table';
import { ContactRows } from './panel-contact-rows';

export interface ContactPickerProps {
  /** Ids of those picked so far; in the draft from the first one on. */
  picked: readonly string[];
  onPicked(ids: string[]): void;
  onTake(source: string, name: string): Promise<void>;
  onCancel(): void;
}

/** Takes contacts as a table: single people, those of a category or a search, or all. */
export function ContactPicker({ picked, onPicked, onTake, onCancel }: ContactPickerProps) {
  const t = currentTranslate.value;
  const [wish, setWish] = useState(everybody);
  const [categories, setCategories] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const contacts = usePages(JSON.stringify(wish), async (from, limit) => {
    const [page, names] = await Promise.all([
      searchContacts(wish, from, limit),
      from === 0 ? contactPageMessages.send('contacts.categories') : null,
    ]);
    if (names) setCategories(names);
    return page;
  });
  useFollowedContacts(contacts.reload, picked, onPicked);
  const { total, reload } = contacts;
  const failure = thrown ?? contacts.failure;
  const none = picked.length === 0;
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const items = none ? await readContacts(wish) : await readPicked(picked);
      const name = (none && straightText(wish.category)) || t('contacts.name');
      await onTake(contactTable(items, t('batch.contactHeaders').split('|')), name);
    } catch (reason) {
      setThrown(reason);
      setBusy(false);
    }
  };
  const again = (): void => {
    setThrown(null);
    reload();
  };
  if (total === null && !failure) return <Skeleton lines={6} label={t('common.loading')} />;
  const nobody = total === 0 && wish.query === '' && wish.category === '';
  return (
    <div class="contact-picker">
      {failure !== null && (
        <NoticeCard
          tone="error"
          text={t(`error.${toFailure(failure).code}`)}
          actions={[{ label: t('common.retry'), run: again }]}
          labels={{ close: t('common.close') }}
          onClose={again}
        />
      )}
      {nobody && (
        <p class="search-none">
          {t('batch.noContacts')} <a href="#/contacts">{t('batch.toContacts')}</a>
        </p>
      )}
      {total !== null && !nobody && (
        <>
          <Which wish={wish} categories={categories} onWish={setWish} />
          <ContactRows
            contacts={contacts}
            wish={wish}
            picked={picked}
            onPicked={onPicked}
            onFailure={setThrown}
          />
          {total === 0 && <p class="search-none">{t('batch.nobody')}</p>}
        </>
      )}
      <div class="batch-bar">
        {total !== null && !nobody && (
          <Button
            kind="primary"
            name="take-contacts"
            busy={busy}
            disabled={none && total === 0}
            onPress={() => void take()}
          >
            {none
              ? t('batch.takeContacts', { count: total })
              : t('batch.takePicked', { count: picked.length })}
          </Button>
        )}
        <Button kind="quiet" name="cancel-contacts" onPress={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

async function readPicked(picked: readonly string[]) {
  const chosen = new Set(picked);
  return (await readContacts(everybody)).filter(({ id }) => chosen.has(id));
}

/** Follows what is changed elsewhere: who is no contact any more is not picked any more, and not counted. */
function useFollowedContacts(
  reload: () => void,
  picked: readonly string[],
  onPicked: (ids: string[]) => void,
): void {
  const [turn, setTurn] = useState(0);
  const now = useRef(picked);
  now.current = picked;
  useEffect(() => {
    const gone = new AbortController();
    watchContacts(() => {
      reload();
      setTurn((before) => before + 1);
    }, gone.signal);
    return () => gone.abort();
  }, []);
  useEffect(() => {
    let over = false;
    if (picked.length === 0) return;
    readContacts(everybody).then(
      (all) => {
        const known = new Set(all.map(({ id }) => id));
        // Who was picked while they were read is perhaps newer than what was read.
        const lost = new Set(picked.filter((id) => !known.has(id)));
        if (!over && lost.size > 0) onPicked(now.current.filter((id) => !lost.has(id)));
      },
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [turn]);
}

interface WhichProps {
  wish: ContactWish;
  categories: readonly string[];
  onWish(wish: ContactWish): void;
}

/** What narrows the list: a category, and words. */
function Which({ wish, categories, onWish }: WhichProps) {
  const t = currentTranslate.value;
  return (
    <>
      <Field label={t('batch.whichContacts')}>
        {(control) => (
          <select
            {...control}
            class="select"
            name="contact-category"
            value={wish.category}
            onChange={(event) => onWish({ ...wish, category: event.currentTarget.value })}
          >
            <option value="">{t('batch.allContacts')}</option>
            {categories.map((name) => (
              <option key={name} value={name}>
                {straightText(name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <SearchField
        name="search-contacts"
        label={t('batch.searchContacts')}
        clearLabel={t('common.clearSearch')}
        value={wish.query}
        onQuery={(query) => onWish({ ...wish, query })}
      />
    </>
  );
}
