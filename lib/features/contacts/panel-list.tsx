import { Mail, UserPlus, Users } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FoundText } from '@/components/found-text';
import { NoticeCard } from '@/components/notice-card';
import { SearchField } from '@/components/search-field';
import { ListSkeleton } from '@/components/skeleton';
import { VirtualTable } from '@/components/virtual-table';
import { foundField } from '@/lib/core/contacts/search-contacts';
import { openMail } from '@/lib/platform/open-mail';
import { currentTranslate } from '@/lib/platform/translate';
import type { Contact } from './messages';
import type { ContactsDesk } from './panel';
import { useContacts } from './panel-contacts';
import { ListTools } from './panel-list-tools';
import { preferredPlace } from './panel-place';
import { putBack, removeContacts } from './store';

/** The row of the whole list that was opened last: whoever comes back is there again. */
const left: { row?: number } = {};

/** All contacts, searched as one types. */
export function ContactList({ desk }: { desk: ContactsDesk }) {
  const t = currentTranslate.value;
  const [query, setQuery] = useState('');
  const [category, setCategory] = useState('');
  const contacts = useContacts(query, category);
  const { total } = contacts;
  const create = (
    <Button
      kind="primary"
      name="new-contact"
      icon={<UserPlus size={17} strokeWidth={1.9} aria-hidden="true" />}
      onPress={() => desk.go({ view: 'edit', contact: null })}
    >
      {t('contacts.panel.new')}
    </Button>
  );
  if (contacts.failure && total === null) {
    return (
      <NoticeCard
        tone="error"
        text={t('contacts.panel.loadFailed')}
        actions={[{ label: t('common.retry'), run: contacts.reload }]}
        labels={{ close: t('common.close') }}
        onClose={contacts.reload}
      />
    );
  }
  if (total === null) return <ListSkeleton search label={t('common.loading')} />;
  if (total === 0 && query === '' && category === '') return <NoContacts desk={desk} />;
  return (
    <>
      <div class="list-head">
        <SearchField
          label={t('contacts.panel.search')}
          clearLabel={t('common.clearSearch')}
          value={query}
          onQuery={setQuery}
        />
        {create}
      </div>
      <div class="filters">
        {contacts.categories.length > 0 && (
          <Categories all={contacts.categories} chosen={category} onChoose={setCategory} />
        )}
        <p class="field-hint contacts-count" role="status">
          {t('contacts.panel.found', { count: total })}
        </p>
      </div>
      {total === 0 && (
        <p class="search-none">{t('contacts.panel.nothingFound', { query: query || category })}</p>
      )}
      {total > 0 && (
        <Rows
          desk={desk}
          contacts={contacts}
          total={total}
          query={query}
          whole={query === '' && category === ''}
        />
      )}
      <ListTools desk={desk} query={query} category={category} found={total} />
    </>
  );
}

function NoContacts({ desk }: { desk: ContactsDesk }) {
  const t = currentTranslate.value;
  return (
    <EmptyState
      icon={<Users size={28} strokeWidth={1.9} />}
      title={t('contacts.panel.emptyTitle')}
      text={t('contacts.panel.emptyText')}
    >
      <Button kind="primary" name="import" onPress={() => desk.go({ view: 'import' })}>
        {t('contacts.panel.import')}
      </Button>
      <Button name="new-contact" onPress={() => desk.go({ view: 'edit', contact: null })}>
        {t('contacts.panel.first')}
      </Button>
    </EmptyState>
  );
}

interface CategoriesProps {
  all: readonly string[];
  chosen: string;
  onChoose(category: string): void;
}

function Categories({ all, chosen, onChoose }: CategoriesProps) {
  const t = currentTranslate.value;
  return (
    <select
      class="chip select"
      data-chosen={chosen !== ''}
      aria-label={t('contacts.category')}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{t('contacts.panel.allCategories')}</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface RowsProps {
  desk: ContactsDesk;
  contacts: ReturnType<typeof useContacts>;
  total: number;
  query: string;
  /** Nothing narrows the list. */
  whole: boolean;
}

function Rows({ desk, contacts, total, query, whole }: RowsProps) {
  const t = currentTranslate.value;
  const words = query.split(/\s+/).filter(Boolean);
  const write = (contact: Contact): void =>
    void desk.attempt(() =>
      openMail(preferredPlace(), { to: [contact.email], subject: '', body: '' }),
    );
  const remove = (contact: Contact | null): void => {
    if (!contact) return;
    void desk.attempt(async () => {
      const rows = await removeContacts([contact.id]);
      contacts.reload();
      desk.say(t('contacts.panel.deleted'), async () => {
        const newer = await putBack({ before: rows });
        contacts.reload();
        return newer;
      });
    });
  };
  return (
    <VirtualTable
      label={t('contacts.name')}
      columns={[t('contacts.contact'), t('contacts.category'), t('contacts.panel.write')]}
      headless
      rowCount={total}
      rowHeight={56}
      idOf={(index) => contacts.at(index)?.id}
      startAt={left.row}
      onRange={contacts.need}
      onOpen={(index) => {
        const contact = contacts.at(index);
        left.row = whole ? index : undefined;
        if (contact) desk.go({ view: 'edit', contact });
      }}
      onRemove={(index) => remove(contacts.at(index))}
      row={(index) => {
        const contact = contacts.at(index);
        if (!contact) return null;
        const { name, email, organisation, category } = contact;
        const field = foundField(contact, words);
        return [
          <span key="who" class="contact-who">
            <FoundText class="contact-name" text={name || email} words={words} />
            <FoundText
              class="contact-meta"
              text={[field?.[1], name && email, organisation].filter(Boolean).join(' · ')}
              words={words}
            />
          </span>,
          category && (
            <span key="category" class="tag">
              {category}
            </span>
          ),
          <button
            key="write"
            type="button"
            class="icon-button"
            data-action="write"
            tabIndex={-1}
            aria-label={t('contacts.panel.writeTo', { name: name || email })}
            title={t('contacts.panel.writeTo', { name: name || email })}
            onClick={() => write(contact)}
          >
            <Mail size={18} strokeWidth={1.9} aria-hidden="true" />
          </button>,
        ];
      }}
    />
  );
}
