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
  const name = labels.change(props.position, props.total, change.before, change.after);
  const words = <ChangeWords {...props} />;
  if (show === 'before') {
    return (
      // Not every screen reader tells struck words from others: the change is named there too.
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a sentence
      <span
        class="change"
        role="group"
        aria-label={name}
        data-mark={change.id}
        data-decision={decision}
        data-current={current === change.id}
      >
        {words}
      </span>
    );
  }
  // On the proposed side a removal has no words left: then its sentence is its name.
  const wordless = show === 'after' && decision === 'accepted' && change.after === '';
  return (
    // A native button cannot break over two lines; a change must flow with the sentence.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span
      class="change"
      role="button"
      tabIndex={current === change.id ? 0 : -1}
      data-change={change.id}
      data-mark={change.id}
      data-decision={decision}
      data-current={current === change.id}
      title={wordless ? name : undefined}
      aria-pressed={decision === 'accepted'}
      aria-label={wordless ? name : undefined}
      aria-description={wordless ? labels[decision] : `${name}. ${labels[decision]}`}
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

/** Each change leaves a mark on each side, also where one side has no words of it: their number is what is told. */
function ChangeWords({ change, show, tokenLabels, decisions }: ChangeProps) {
  // A removed line break leaves its sign only; an added one breaks the line as it will in the draft.
  const before = change.before.replaceAll('\n', '↵');
  const after = change.after.replaceAll('\n', '↵\n');
  const rejected = decisionOf(decisions, change.id) === 'rejected';
  // The proposed side shows what will be written: a refused change is the author's own words there.
  const own = show === 'after' && rejected && before !== '';
  if (show === 'before' && before === '') return <ins class="change-place" />;
  if (show === 'after' && after === '' && !own) return <del class="change-place" />;
  return (
    <>
      {(show !== 'after' || own) && before !== '' && (
        <del>
          <MarkedText text={before} tokenLabels={tokenLabels} />
        </del>
      )}
      {show !== 'before' && !own && after !== '' && (
        <ins class="change-new">
          <MarkedText text={after} tokenLabels={tokenLabels} />
        </ins>
      )}
    </>
  );
}
