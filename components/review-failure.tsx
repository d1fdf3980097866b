import { CircleAlert } from 'lucide-preact';
import { ReviewActionButton } from '@/components/review-action-button';
import type { ReviewAction } from '@/components/review-types';

/** What went wrong, what was kept, and the next step, inside the dialog. */
export function ReviewFailure({
  text,
  actions = [],
}: {
  text: string;
  actions?: readonly ReviewAction[];
}) {
  return (
    <div class="notice review-failure" data-tone="error" role="alert">
      <CircleAlert class="notice-icon" size={18} strokeWidth={1.9} aria-hidden="true" />
      <div class="notice-body">
        <p class="notice-text">{text}</p>
        {actions.length > 0 && (
          <p class="notice-actions">
            {actions.map((action) => (
              <ReviewActionButton key={action.label} action={action} />
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
