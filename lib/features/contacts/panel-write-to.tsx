import { Button } from '@/components/button';
import { type MailPlace, mailPlaces } from '@/lib/core/mail/compose-link';
import { openMail } from '@/lib/platform/open-mail';
import { currentTranslate } from '@/lib/platform/translate';
import type { ContactsDesk } from './panel';
import { preferPlace } from './panel-place';

/** A new message to this person, where they write mails. */
export function WriteTo({ desk, address }: { desk: ContactsDesk; address: string }) {
  const t = currentTranslate.value;
  const write = (place: MailPlace): void => {
    preferPlace(place);
    void desk.attempt(() => openMail(place, { to: [address], subject: '', body: '' }));
  };
  return (
    <div class="contact-actions">
      <span class="field-hint">{t('contacts.edit.writeWith')}</span>
      {mailPlaces.map((place) => (
        <Button key={place} name={`write-${place}`} onPress={() => write(place)}>
          {t(`contacts.place.${place}`)}
        </Button>
      ))}
    </div>
  );
}
