import { Check, CheckCheck, Server, ShieldCheck, Undo2 } from 'lucide-preact';
import { Button } from '@/components/button';
import type { ReviewDialogProps } from '@/components/review-types';

export interface ReviewFootProps extends ReviewDialogProps {
  hasChanges: boolean;
  onStep(by: number): void;
}

/** Actions, key hints and the line that says where the text was processed. */
export function ReviewFoot(props: ReviewFootProps) {
  const { labels, primary, secondary = [], commandKey = 'Ctrl' } = props;
  const Place = props.provenanceKind === 'server' ? Server : ShieldCheck;
  return (
    <footer class="review-foot">
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
          <Button
            key={action.label}
            name={action.name}
            icon={action.icon}
            busy={action.busy}
            disabled={action.disabled}
            onPress={action.onRun}
          >
            {action.label}
          </Button>
        ))}
        {props.hasChanges && (
          <>
            <Button
              kind="quiet"
              name="accept-all"
              icon={<CheckCheck size={18} strokeWidth={1.9} aria-hidden="true" />}
              onPress={() => props.onAll('accepted')}
            >
              {labels.acceptAll}
            </Button>
            <Button
              kind="quiet"
              name="reject-all"
              icon={<Undo2 size={18} strokeWidth={1.9} aria-hidden="true" />}
              onPress={() => props.onAll('rejected')}
            >
              {labels.rejectAll}
            </Button>
          </>
        )}
        {props.hasChanges && <KeyHints labels={labels} />}
      </div>
      <p class="review-provenance">
        <Place size={15} strokeWidth={1.9} aria-hidden="true" />
        <span>{props.provenance}</span>
      </p>
    </footer>
  );
}

function KeyHints({ labels }: { labels: ReviewDialogProps['labels'] }) {
  const hints: [string[], string][] = [
    [['J', 'K'], labels.next],
    [['A'], labels.accept],
    [['R'], labels.reject],
  ];
  return (
    <ul class="key-hints" aria-label={labels.keys}>
      {hints.map(([keys, label]) => (
        <li key={label}>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          <span>{label}</span>
        </li>
      ))}
    </ul>
  );
}
