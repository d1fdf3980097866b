import { TriangleAlert } from 'lucide-preact';
import { Button } from '@/components/button';
import type { EditConflict } from '@/lib/core/contacts/merge-edits';
import { currentTranslate } from '@/lib/platform/translate';

interface ClashProps {
  conflicts: readonly EditConflict[];
  onMine(): void;
  onTheirs(): void;
}

const labels = {
  email: 'contacts.email',
  name: 'contacts.fullName',
  organisation: 'contacts.organisation',
  category: 'contacts.category',
} as const;

/** Another window has written something else meanwhile: both stand here, and nothing is saved unseen. */
export function Clash({ conflicts, onMine, onTheirs }: ClashProps) {
  const t = currentTranslate.value;
  const shown = (value: string): string => value || t('contacts.clash.empty');
  return (
    <section class="warning-box contact-clash" role="alert">
      <p class="contact-clash-title">
        <TriangleAlert size={17} strokeWidth={1.9} aria-hidden="true" />
        {t('contacts.clash.title')}
      </p>
      <dl>
        {conflicts.map(({ place, mine, theirs }) => (
          <div key={typeof place === 'string' ? place : `field ${place.field}`}>
            <dt>{typeof place === 'string' ? t(labels[place]) : place.field}</dt>
            <dd>{t('contacts.clash.theirs', { value: shown(theirs) })}</dd>
            <dd>{t('contacts.clash.mine', { value: shown(mine) })}</dd>
          </div>
        ))}
      </dl>
      <div class="contact-actions">
        <Button name="keep-mine" onPress={onMine}>
          {t('contacts.clash.keepMine')}
        </Button>
        <Button name="take-other" onPress={onTheirs}>
          {t('contacts.clash.takeOther')}
        </Button>
      </div>
    </section>
  );
}
