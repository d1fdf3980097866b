import { decisionOf, type ReviewDialogProps } from '@/components/review-types';

/**
 * The author's text, to be corrected. A text field cannot mark its words: the same text lies behind it, in the same
 * place and without ink, and bears the marks of what was changed. It goes with the first key, since the comparison
 * was made with other words; a screen reader finds each change, by name, on the proposed side.
 */
export function ReviewEditor(props: ReviewDialogProps & { current: number | null }) {
  const { original, labels, decisions, current } = props;
  const segments = props.segments ?? [{ kind: 'same' as const, text: original.text }];
  return (
    <div class="review-edited">
      <div class="review-behind" aria-hidden="true">
        {segments.map((segment, index) => {
          if (segment.kind === 'same') return <span key={`same-${index}`}>{segment.text}</span>;
          return (
            <span
              key={segment.id}
              class="change"
              data-mark={segment.id}
              data-decision={decisionOf(decisions, segment.id)}
              data-current={current === segment.id}
            >
              {segment.before === '' ? <ins class="change-place" /> : <Struck {...segment} />}
            </span>
          );
        })}
        {/* As a text field does it: a line that was only begun has its height. */}
        {'\u200b'}
      </div>
      <textarea
        class="review-editor"
        aria-label={labels.original}
        value={original.text}
        spellcheck
        onInput={(event) => original.onEdit?.(event.currentTarget.value)}
      />
    </div>
  );
}

/** Removed words; a line break among them has a sign that takes no room. */
function Struck({ before }: { before: string }) {
  const lines = before.split('\n');
  return (
    <del>
      {lines.map((line, index) => (
        <span key={index}>
          {line}
          {index < lines.length - 1 && (
            <>
              <i class="break-place" />
              {'\n'}
            </>
          )}
        </span>
      ))}
    </del>
  );
}
