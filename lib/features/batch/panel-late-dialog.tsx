import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import type { LatePart } from '@/lib/platform/late-part';
import { currentTranslate } from '@/lib/platform/translate';

/** The code of a part is on its way, or could not be had. */
export function Late({ failed, onRetry }: { failed: boolean; onRetry(): void }) {
  const t = currentTranslate.value;
  if (!failed) return <Skeleton lines={6} label={t('common.loading')} />;
  return (
    <NoticeCard
      tone="error"
      text={t('settings.panel.loadFailed')}
      actions={[{ label: t('common.retry'), run: onRetry }]}
    />
  );
}

interface LateDialogProps<Part> {
  /** Of the button that opens it. */
  name: string;
  label: string;
  icon: ComponentChildren;
  part: LatePart<Part>;
  show(part: Part, close: () => void): ComponentChildren;
}

/** A button, and the dialog behind it, whose code is loaded at the first press. */
export function LateDialog<Part>({ name, label, icon, part, show }: LateDialogProps<Part>) {
  const [open, setOpen] = useState(false);
  const loaded = part.state.value;
  const bring = (): void => void part.bring().catch(() => undefined);
  return (
    <>
      <Button
        name={name}
        icon={icon}
        onPress={() => {
          setOpen(true);
          bring();
        }}
      >
        {label}
      </Button>
      {open && loaded && show(loaded, () => setOpen(false))}
      {open && loaded === null && <Late failed onRetry={bring} />}
    </>
  );
}
