import { useEffect, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { straightText } from '@/lib/core/straight-text';
import {
  type KnownRecipient,
  partOfVariable,
  recipientValues,
} from '@/lib/core/templates/recipient-values';
import { type Contact, contactPageMessages } from '@/lib/features/contacts/messages';
import { currentTranslate } from '@/lib/platform/translate';

export interface ContactPickerProps {
  onTake(source: string, name: string): Promise<void>;
  onCancel(): void;
}

/** More than any address book of a person holds; a batch takes no more either. */
const most = 100_000;
const portion = 500;

/** Takes the contacts of one category, or all of them, as a table. */
export function ContactPicker({ onTake, onCancel }: ContactPickerProps) {
  const t = currentTranslate.value;
  const [categories, setCategories] = useState<string[] | null>(null);
  const [category, setCategory] = useState('');
  const [count, setCount] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const fail = (thrown: unknown): void => setFailure(toFailure(thrown));
  useEffect(() => {
    let over = false;
    const read = async (): Promise<void> => {
      const names = await contactPageMessages.send('contacts.categories');
      const { total } = await contactPageMessages.send('contacts.search', wish(category, 1));
      if (over) return;
      setCategories(names);
      setCount(total);
    };
    read().catch((thrown) => !over && fail(thrown));
    return () => {
      over = true;
    };
  }, [category, turn]);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const items = await readAll(category);
      await onTake(
        tableOf(items, t('batch.contactHeaders').split('|')),
        category || t('contacts.name'),
      );
    } catch (thrown) {
      fail(thrown);
      setBusy(false);
    }
  };
  const again = (): void => {
    setFailure(null);
    setTurn((before) => before + 1);
  };
  if (categories === null && !failure) return <Skeleton lines={3} label={t('common.loading')} />;
  return (
    <>
      {failure && (
        <NoticeCard
          tone="error"
          text={t(`error.${failure.code}`)}
          actions={[{ label: t('common.retry'), run: again }]}
          labels={{ close: t('common.close') }}
          onClose={again}
        />
      )}
      {categories !== null && (
        <Field label={t('batch.whichContacts')}>
          {(control) => (
            <select
              {...control}
              class="select"
              name="contact-category"
              value={category}
              onChange={(event) => {
                setCount(null);
                setCategory(event.currentTarget.value);
              }}
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
      )}
      <div class="batch-bar">
        {categories !== null && (
          <Button
            kind="primary"
            name="take-contacts"
            busy={busy}
            disabled={count === null || count === 0}
            onPress={() => void take()}
          >
            {t('batch.takeContacts', { count: count ?? 0 })}
          </Button>
        )}
        <Button kind="quiet" name="cancel-contacts" onPress={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </>
  );
}

/** In portions: the background answers a part of a long list at once. */
async function readAll(category: string): Promise<Contact[]> {
  const all: Contact[] = [];
  for (;;) {
    const { items, total } = await contactPageMessages.send('contacts.search', {
      ...wish(category, portion),
      from: all.length,
    });
    all.push(...items);
    if (items.length === 0 || all.length >= Math.min(total, most)) return all;
  }
}

function wish(category: string, limit: number) {
  return { query: '', limit, ...(category === '' ? {} : { category }) };
}

/** Contacts as separated text: the same way in as every other table, problems by line included. */
function tableOf(contacts: readonly Contact[], headers: readonly string[]): string {
  const fields = [...new Set(contacts.flatMap(({ fields: own }) => Object.keys(own)))].slice(
    0,
    150,
  );
  const rows = contacts.map(({ email, name, organisation, category, fields: own }) => [
    email,
    name,
    organisation,
    category,
    ...fields.map((field) => own[field] || nameIn(field, { address: email, name })),
  ]);
  return [[...headers, ...fields], ...rows].map((row) => row.map(quote).join(';')).join('\n');
}

/** First and family name are taken out of the name of those who have no field of that name, as others have. */
function nameIn(field: string, contact: KnownRecipient): string {
  const part = partOfVariable(field);
  if (part !== 'first' && part !== 'last') return '';
  return recipientValues([field], contact)[field] ?? '';
}

function quote(cell: string): string {
  // Kept by an earlier version, it would turn around what stands beside it in the mail.
  return `"${straightText(cell).replaceAll('"', '""')}"`;
}
