import { X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { IconButton } from '@/components/icon-button';
import { Logo } from '@/components/logo';
import { ReviewBody } from '@/components/review-body';
import { ReviewFoot } from '@/components/review-foot';
import { type ReviewCommand, reviewKey } from '@/components/review-keys';
import { changesOf, decisionOf, type ReviewDialogProps } from '@/components/review-types';
import { Segmented } from '@/components/segmented';
import { useModal } from '@/components/use-modal';

/**
 * Nothing enters a draft before it was seen here: the words as spoken or written, what is proposed,
 * each change to be kept or refused, one button that writes. A native modal dialog: the page behind is
 * inert and focus returns to where it was.
 */
export function ReviewDialog(props: ReviewDialogProps) {
  const { labels, segments, phase } = props;
  const dialog = useModal(props.onClose);
  const changes = changesOf(phase === 'ready' ? segments : null);
  const [picked, setPicked] = useState<number | null>(null);
  const current = changes.some(({ id }) => id === picked) ? picked : (changes[0]?.id ?? null);
  const accepted = changes.filter(
    ({ id }) => decisionOf(props.decisions, id) === 'accepted',
  ).length;

  const moveTo = (id: number | undefined): void => {
    if (id === undefined) return;
    setPicked(id);
    const target = dialog.current?.querySelector<HTMLElement>(`[data-change="${id}"]`);
    target?.focus({ preventScroll: true });
    target?.scrollIntoView?.({ block: 'nearest' });
  };
  const step = (by: number): void => {
    const index = changes.findIndex(({ id }) => id === current) + by;
    moveTo(changes[Math.min(Math.max(index, 0), changes.length - 1)]?.id);
  };
  const obey = (command: ReviewCommand): void => {
    if (command === 'next') step(1);
    else if (command === 'previous') step(-1);
    else if (command === 'run') {
      if (!props.primary.disabled && !props.primary.busy) props.primary.onRun();
    } else if (current !== null) {
      props.onDecide(current, command);
      step(1);
    }
  };

  useEffect(() => {
    if (changes.length > 0 && picked === null) moveTo(changes[0]?.id);
  });

  return (
    <dialog
      ref={dialog}
      class="review"
      tabIndex={-1}
      aria-label={props.title}
      data-phase={phase}
      onKeyDown={(event) => {
        const command = reviewKey(event, changes.length > 0);
        if (!command) return;
        event.preventDefault();
        obey(command);
      }}
    >
      {/* Not <header>: in a dialog it would be a second banner of the mail page. */}
      <div class="review-head">
        <Logo size={24} />
        <h2 class="review-title">{props.title}</h2>
        {segments && phase === 'ready' && changes.length > 0 && (
          <>
            <output class="review-summary">{labels.summary(changes.length, accepted)}</output>
            <Segmented
              label={labels.viewName}
              value={props.view}
              options={[
                { value: 'changes', label: labels.changesView },
                { value: 'side-by-side', label: labels.sideBySideView },
              ]}
              onChange={props.onView}
            />
          </>
        )}
        <IconButton
          label={labels.close}
          icon={<X size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={props.onClose}
        />
      </div>
      <ReviewBody
        {...props}
        current={current}
        onPick={(change) => {
          setPicked(change.id);
          const next =
            decisionOf(props.decisions, change.id) === 'accepted' ? 'rejected' : 'accepted';
          props.onDecide(change.id, next);
        }}
      />
      <ReviewFoot {...props} hasChanges={changes.length > 0} onCommand={obey} />
    </dialog>
  );
}
