import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '@/components/skeleton';
import { currentTranslate } from '@/lib/platform/translate';
import { BatchHome } from './panel-home';
import { BatchProgress } from './panel-progress';
import { useRoute } from './panel-route';
import './panel.css';

/** The view `#/batches`: what is being prepared, what is under way, what was sent. */
export function BatchPanel() {
  const route = useRoute();
  if (route.view === 'draft') return <Wizard key={route.id} id={route.id} />;
  if (route.view === 'batch') return <BatchProgress key={route.id} id={route.id} />;
  return <BatchHome />;
}

/** The wizard brings the template engine with it: only who prepares a batch pays for that. */
function Wizard({ id }: { id: string }) {
  const [View, setView] = useState<ComponentType<{ id: string }> | null>(null);
  useEffect(() => {
    void import('./panel-wizard').then(({ BatchWizard }) => setView(() => BatchWizard));
  }, []);
  return View ? (
    <View id={id} />
  ) : (
    <Skeleton lines={6} label={currentTranslate.value('common.loading')} />
  );
}
