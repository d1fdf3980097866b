import { Check, CheckCheck, Server, ShieldCheck, Undo2 } from 'lucide-preact';
import { Button } from '@/components/button';
import { ReviewActionButton } from '@/components/review-action-button';
import type { ReviewCommand } from '@/components/review-keys';
import type { ReviewDialogProps } from '@/components/review-types';

export interface ReviewFootProps extends ReviewDialogProps {
  hasChanges: boolean;
  onCommand(command: ReviewCommand): void;
}

/** Actions, key hints and the line that says where the text was processed. */
export function ReviewFoot(props: ReviewFootProps) {
  const { primary, secondary = [], commandKey = 'Ctrl' } = props;
  const Place = props.provenanceKind === 'server' ? Server : ShieldCheck;
  return (
    <div class="review-foot">
      {props.hasChanges && <ChangeTools {...props} />}
      <div class="review-actions">
        <Button
          kind="primary"
          name="insert"
          busy={primary.busy}
          disabled={primary.disabled}
          keys={`${commandKey} ↵`}
          icon={<Check size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={primary.onRun}
        >
          {primary.label}
        </Button>
        {secondary.map((action) => (
          <ReviewActionButton key={action.label} action={action} />
        ))}
      </div>
      <p class="review-provenance">
        <Place size={15} strokeWidth={1.9} aria-hidden="true" />
        <span>{props.provenance}</span>
      </p>
    </div>
  );
}

/** What can be done with one change, and with all of them. */
function ChangeTools({ labels, onAll, onCommand }: ReviewFootProps) {
  return (
    <div class="review-tools">
      <Steps labels={labels} onCommand={onCommand} />
      <div class="review-all">
        <button
          type="button"
          class="step"
          data-action="accept-all"
          onClick={() => onAll('accepted')}
        >
          <CheckCheck size={17} strokeWidth={1.9} aria-hidden="true" />
          <span>{labels.acceptAll}</span>
        </button>
        <button
          type="button"
          class="step"
          data-action="reject-all"
          onClick={() => onAll('rejected')}
        >
          <Undo2 size={17} strokeWidth={1.9} aria-hidden="true" />
          <span>{labels.rejectAll}</span>
        </button>
      </div>
    </div>
  );
}

interface StepsProps {
  labels: ReviewDialogProps['labels'];
  onCommand(command: ReviewCommand): void;
}

/** The key hints are buttons too: who has no keyboard, or does not know the keys, can press them. */
function Steps({ labels, onCommand }: StepsProps) {
  const steps: [string, ReviewCommand, string][] = [
    ['K', 'previous', labels.previous],
    ['J', 'next', labels.next],
    ['A', 'accepted', labels.accept],
    ['R', 'rejected', labels.reject],
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class="review-steps" role="group" aria-label={labels.keys}>
      {steps.map(([key, command, label]) => (
        <button
          key={key}
          type="button"
          class="step"
          data-action={command}
          aria-keyshortcuts={key}
          onClick={() => onCommand(command)}
        >
          <kbd>{key}</kbd>
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}
