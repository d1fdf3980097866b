import type { ComponentChildren, VNode } from 'preact';
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

const bringPart = (part: LatePart<unknown>): void => void part.bring().catch(() => undefined);

interface DialogOpenerProps {
  name: string;
  label: string;
  icon: ComponentChildren;
  part: LatePart<unknown>;
  onOpen(): void;
}

/** The button of a dialog whose code is loaded at the first press. */
export function DialogOpener({ name, label, icon, part, onOpen }: DialogOpenerProps) {
  return (
    <Button
      name={name}
      icon={icon}
      onPress={() => {
        onOpen();
        bringPart(part);
      }}
    >
      {label}
    </Button>
  );
}

interface LateDialogProps<Part> {
  part: LatePart<Part>;
  show(part: Part): VNode;
}

/** The dialog, as soon as its code is there. It stands apart from its button, which may go while it is open. */
export function LateDialog<Part>({ part, show }: LateDialogProps<Part>) {
  const loaded = part.state.value;
  if (loaded === null) return <Late failed onRetry={() => bringPart(part)} />;
  return loaded ? show(loaded) : null;
}
