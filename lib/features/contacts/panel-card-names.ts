import type { CardNames } from '@/lib/core/contacts/tabulate-vcards';
import type { Translate } from '@/lib/platform/translate';

/** What the columns of vCards are called, which have no names of their own. */
export function translatedCardNames(t: Translate): CardNames {
  return {
    email: t('contacts.email'),
    name: t('contacts.fullName'),
    organisation: t('contacts.organisation'),
    category: t('contacts.category'),
    tel: t('contacts.card.tel'),
    title: t('contacts.card.title'),
    role: t('contacts.card.role'),
    address: t('contacts.card.address'),
    url: t('contacts.card.url'),
    birthday: t('contacts.card.birthday'),
    note: t('contacts.card.note'),
    nickname: t('contacts.card.nickname'),
  };
}
