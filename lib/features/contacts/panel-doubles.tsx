import { UsersRound } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Skeleton } from '@/components/skeleton';
import { ViewTitle } from '@/components/view-title';
import { type DoubleGroup, mergeContacts } from '@/lib/core/contacts/find-doubles';
import type { ContactRow } from '@/lib/platform/database';
import { currentTranslate } from '@/lib/platform/translate';
import type { ContactsDesk } from './panel';
import { putBack, readDoubles, replaceContacts } from './store';

type Group = DoubleGroup<ContactRow>;

/** Groups that are in the page at once. */
const step = 20;

/** Contacts that may be one person, side by side: merge them, or leave them apart. */
export function ContactDoubles({ desk }: { desk: ContactsDesk }) {
  const t = currentTranslate.value;
  const [groups, setGroups] = useState<Group[] | null>(null);
  const [limit, setLimit] = useState(step);
  const load = () => desk.attempt(async () => setGroups(await readDoubles()));
  useEffect(() => void load(), []);
  const drop = (group: Group): void =>
    setGroups((all) => all?.filter((one) => one !== group) ?? null);
  const merge = (group: Group, chosen: Chosen): void =>
    void desk.attempt(async () => {
      const ids = group.contacts.map(({ id }) => id);
      const undo = await replaceContacts(ids, mergeContacts(group.contacts, chosen));
      drop(group);
      desk.say(t('contacts.doubles.merged'), async () => {
        const newer = await putBack(undo);
        await load();
        return newer;
      });
    });
  return (
    <>
      <BackLink label={t('contacts.edit.back')} onBack={() => desk.go({ view: 'list' })} />
      <ViewTitle>{t('contacts.doubles.title')}</ViewTitle>
      {!groups && <Skeleton lines={6} label={t('common.loading')} />}
      {groups?.length === 0 && (
        <EmptyState
          icon={<UsersRound size={28} strokeWidth={1.9} />}
          title={t('contacts.doubles.noneTitle')}
          text={t('contacts.doubles.noneText')}
        />
      )}
      {groups?.slice(0, limit).map((group) => (
        <DoubleCard
          key={group.contacts.map(({ id }) => id).join()}
          group={group}
          onMerge={(chosen) => merge(group, chosen)}
          onKeep={() => drop(group)}
        />
      ))}
      {groups && groups.length > limit && (
        <Button kind="quiet" name="more-doubles" onPress={() => setLimit(limit + step)}>
          {t('contacts.doubles.more')}
        </Button>
      )}
    </>
  );
}

const parts = ['name', 'email', 'organisation', 'category'] as const;
type Chosen = Partial<Record<(typeof parts)[number], string>>;

interface CardProps {
  group: Group;
  onMerge(chosen: Chosen): void;
  onKeep(): void;
}

function DoubleCard({ group, onMerge, onKeep }: CardProps) {
  const t = currentTranslate.value;
  const [chosen, setChosen] = useState<Chosen>({});
  const merged = mergeContacts(group.contacts, chosen);
  const labels = {
    name: t('contacts.fullName'),
    email: t('contacts.email'),
    organisation: t('contacts.organisation'),
    category: t('contacts.category'),
  };
  return (
    <section class="double" aria-label={merged.name || merged.email}>
      <p class="contact-meta">{t(`contacts.doubles.same.${group.reason}`)}</p>
      {parts.map((part) => {
        const values = [...new Set(group.contacts.map((one) => one[part]).filter(Boolean))];
        if (values.length === 0) return null;
        return (
          <fieldset key={part} class="double-part">
            <legend class="field-legend">{labels[part]}</legend>
            {values.map((value) => (
              <label key={value} class="check-row" data-only={values.length === 1}>
                <input
                  type="radio"
                  name={`${group.contacts[0]?.id}-${part}`}
                  checked={merged[part] === value}
                  onChange={() => setChosen({ ...chosen, [part]: value })}
                />
                <span class="double-value">{value}</span>
              </label>
            ))}
          </fieldset>
        );
      })}
      <p class="field-hint">{t('contacts.doubles.hint')}</p>
      <div class="contact-actions">
        <Button kind="primary" name="merge" onPress={() => onMerge(chosen)}>
          {t('contacts.doubles.merge', { count: group.contacts.length })}
        </Button>
        <Button name="keep-apart" onPress={onKeep}>
          {t('contacts.doubles.keep')}
        </Button>
      </div>
    </section>
  );
}
