import { MarkedText } from '@/components/marked-text';
import {
  type Decision,
  decisionOf,
  type ReviewChange,
  type ReviewLabels,
  type ReviewSegment,
} from '@/components/review-types';

export interface ReviewChangesProps {
  labels: ReviewLabels;
  segments: readonly ReviewSegment[];
  /** `both` in place, `before` / `after` for one side of the comparison. */
  show: 'both' | 'before' | 'after';
  decisions: Readonly<Record<number, Decision>>;
  /** Id of the change with the ring. */
  current: number | null;
  tokenLabels?: Readonly<Record<string, string>>;
  onPick(change: ReviewChange): void;
}

/** The text with its changes. In the `before` column changes are only shown, elsewhere they are pressed. */
export function ReviewChanges(props: ReviewChangesProps) {
  const total = props.segments.filter((segment) => segment.kind === 'change').length;
  let position = 0;
  return (
    <p class="diff">
      {props.segments.map((segment, index) => {
        if (segment.kind === 'same') {
          return (
            <MarkedText key={`same-${index}`} text={segment.text} tokenLabels={props.tokenLabels} />
          );
        }
        position += 1;
        return (
          <Change key={segment.id} {...props} change={segment} position={position} total={total} />
        );
      })}
    </p>
  );
}

interface ChangeProps extends ReviewChangesProps {
  change: ReviewChange;
  position: number;
  total: number;
}

function Change(props: ChangeProps) {
  const { change, labels, show, current } = props;
  const decision = decisionOf(props.decisions, change.id);
  const words = <ChangeWords {...props} />;
  if (show === 'before') {
    return (
      <span class="change" data-decision={decision} data-current={current === change.id}>
        {words}
      </span>
    );
  }
  const name = labels.change(props.position, props.total, change.before, change.after);
  return (
    // A native button cannot break over two lines; a change must flow with the sentence.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span
      class="change"
      role="button"
      tabIndex={current === change.id ? 0 : -1}
      data-change={change.id}
      data-decision={decision}
      data-current={current === change.id}
      aria-pressed={decision === 'accepted'}
      aria-label={`${name}. ${labels[decision]}`}
      onClick={() => props.onPick(change)}
      onKeyDown={(event) => {
        if (event.key !== ' ' && !(event.key === 'Enter' && !event.ctrlKey && !event.metaKey)) {
          return;
        }
        event.preventDefault();
        props.onPick(change);
      }}
    >
      {words}
    </span>
  );
}

function ChangeWords({ change, show, tokenLabels }: ChangeProps) {
  return (
    <>
      {show !== 'after' && change.before !== '' && (
        <del>
          <MarkedText text={change.before} tokenLabels={tokenLabels} />
        </del>
      )}
      {show !== 'before' && change.after !== '' && (
        <ins>
          <MarkedText text={change.after} tokenLabels={tokenLabels} />
        </ins>
      )}
    </>
  );
}
