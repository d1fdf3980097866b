import { type MailPlace, mailPlaces } from '@/lib/core/mail/compose-link';

const key = 'contacts.place';

/** Where this person writes mails: what was chosen last, Gmail at first. */
export function preferredPlace(): MailPlace {
  const stored = localStorage.getItem(key);
  return mailPlaces.find((place) => place === stored) ?? 'gmail';
}

export function preferPlace(place: MailPlace): void {
  localStorage.setItem(key, place);
}
