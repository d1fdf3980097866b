import { TriangleAlert } from 'lucide-preact';
import { MarkedText } from '@/components/marked-text';
import { ReviewChanges } from '@/components/review-changes';
import { ReviewEditor } from '@/components/review-editor';
import { ReviewFailure } from '@/components/review-failure';
import type { ReviewChange, ReviewDialogProps } from '@/components/review-types';
import { Skeleton } from '@/components/skeleton';

export interface ReviewBodyProps extends ReviewDialogProps {
  current: number | null;
  onPick(change: ReviewChange): void;
}

/** The middle of the dialog: what scrolls. */
export function ReviewBody(props: ReviewBodyProps) {
  const { failure, warnings = [] } = props;
  return (
    <div class="review-body">
      {failure && <ReviewFailure {...failure} />}
      {warnings.length > 0 && (
        <ul class="review-warnings">
          {warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert size={17} strokeWidth={1.9} aria-hidden="true" />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
      <Texts {...props} />
    </div>
  );
}

function Texts(props: ReviewBodyProps) {
  const { phase, segments, labels } = props;
  if (phase === 'ready' && segments && props.view === 'changes') {
    const changed = segments.some((segment) => segment.kind === 'change');
    return (
      <>
        {!changed && <p class="review-none">{labels.noChanges}</p>}
        <ReviewChanges {...props} segments={segments} show="both" />
      </>
    );
  }
  const second = phase === 'waiting' || phase === 'streaming' || (phase === 'ready' && segments);
  return (
    <div class="review-sides" data-sides={second ? 2 : 1}>
      <section class="review-side" aria-label={labels.original}>
        {(second || props.original.editable) && (
          <h3 class="review-side-title">{labels.original}</h3>
        )}
        <Original {...props} />
      </section>
      {second && (
        <section class="review-side" aria-label={labels.improved} aria-busy={phase !== 'ready'}>
          <h3 class="review-side-title">{labels.improved}</h3>
          <Improved {...props} />
        </section>
      )}
    </div>
  );
}

function Original(props: ReviewBodyProps) {
  const { original, phase, segments } = props;
  if (original.editable && phase !== 'waiting' && phase !== 'streaming') {
    return <ReviewEditor {...props} segments={phase === 'ready' ? segments : null} />;
  }
  if (phase === 'ready' && segments) {
    return <ReviewChanges {...props} segments={segments} show="before" />;
  }
  return (
    <p class="diff">
      <MarkedText text={original.text} tokenLabels={props.tokenLabels} />
    </p>
  );
}

function Improved(props: ReviewBodyProps) {
  const { phase, segments, labels } = props;
  if (phase === 'waiting') return <Skeleton lines={4} label={labels.waiting} />;
  if (phase === 'ready' && segments) {
    return <ReviewChanges {...props} segments={segments} show="after" />;
  }
  return (
    <p class="diff review-streamed">
      <MarkedText text={props.streamedText} tokenLabels={props.tokenLabels} />
      <span class="stream-caret" aria-hidden="true" />
    </p>
  );
}
