import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { Segmented } from '@/components/segmented';
import { Skeleton } from '@/components/skeleton';
import { type LatePart, latePart } from '@/lib/platform/late-part';
import { currentTranslate } from '@/lib/platform/translate';
import { BatchHome } from './panel-home';
import { SingleMail } from './panel-mail';
import { MailHistory } from './panel-mails';
import { BatchProgress } from './panel-progress';
import { homeAddress, mailsAddress, useRoute } from './panel-route';
import './panel.css';

/** The view `#/batches`: what is being prepared, what is under way, what was sent, also mail by mail. */
export function BatchPanel() {
  const route = useRoute();
  if (route.view === 'draft') {
    const reload = (): void => location.reload();
    return <LateWizard key={route.id} id={route.id} wizard={wizard} reload={reload} />;
  }
  if (route.view === 'batch') return <BatchProgress key={route.id} id={route.id} />;
  if (route.view === 'mail') return <SingleMail key={route.id} id={route.id} />;
  return <Lists mails={route.view === 'mails'} />;
}

/** Batches, or the mails that were sent one by one. */
function Lists({ mails }: { mails: boolean }) {
  const t = currentTranslate.value;
  return (
    <div class="batch">
      <Segmented
        label={t('batch.which')}
        value={mails ? mailsAddress : homeAddress}
        options={[
          { value: homeAddress, label: t('batch.name') },
          { value: mailsAddress, label: t('batch.mails') },
        ]}
        onChange={(address) => {
          location.hash = address;
        }}
      />
      {mails ? <MailHistory /> : <BatchHome />}
    </div>
  );
}

/** The wizard brings the template engine with it: only who prepares a batch pays for that. */
const wizard = latePart(async () => (await import('./panel-wizard')).BatchWizard);

interface LateWizardProps {
  id: string;
  wizard: LatePart<ComponentType<{ id: string }>>;
  /** Begins this page anew; the draft is kept. */
  reload(): void;
}

/** The wizard as soon as it is there, and not without a word when it cannot be read. */
export function LateWizard({ id, wizard, reload }: LateWizardProps) {
  const t = currentTranslate.value;
  useEffect(() => void wizard.bring().catch(() => undefined), [wizard]);
  const View = wizard.state.value;
  if (View === null) {
    const again = (): void => void wizard.bring().catch(reload);
    return (
      <NoticeCard
        tone="error"
        text={t('settings.panel.loadFailed')}
        actions={[{ label: t('common.retry'), run: again }]}
      />
    );
  }
  return View ? <View id={id} /> : <Skeleton lines={6} label={t('common.loading')} />;
}
