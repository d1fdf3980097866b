import { useEffect, useState } from 'preact/hooks';
import { hasEnded } from '@/lib/core/batch/has-ended';
import { latePart } from '@/lib/platform/late-part';
import { currentTranslate } from '@/lib/platform/translate';
import type { Batch } from './messages';
import { Late } from './panel-late-dialog';

/** Reading a mail brings the template engine with it: only who does pays for that. */
const sentMail = latePart(async () => (await import('./panel-sent-mail')).SentMail);

/** The mail itself: open where there is nothing more to follow, else a press away. Below all that it would move. */
export function WhatItSays({ batch }: { batch: Batch }) {
  const t = currentTranslate.value;
  const [open, setOpen] = useState(hasEnded(batch));
  useEffect(() => {
    if (open) void sentMail.bring().catch(() => undefined);
  }, [open]);
  const View = sentMail.state.value;
  const bring = (): void => void sentMail.bring().catch(() => undefined);
  return (
    <details class="sent-mail" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('batch.sentMail')}</summary>
      {open && (View ? <View batch={batch} /> : <Late failed={View === null} onRetry={bring} />)}
    </details>
  );
}
