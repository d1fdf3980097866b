import { Button } from '@/components/button';
import type { ReviewAction } from '@/components/review-types';

/** One of the things that can be done in a review, besides its main one. */
export function ReviewActionButton({ action }: { action: ReviewAction }) {
  return (
    <Button
      name={action.name}
      icon={action.icon}
      busy={action.busy}
      disabled={action.disabled}
      onPress={action.onRun}
    >
      {action.label}
    </Button>
  );
}
