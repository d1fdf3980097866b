export interface ProgressBarProps {
  /** What it shows, for screen readers. */
  label: string;
  /** In words, e.g. "1,420 of 2,000". */
  text: string;
  total: number;
  /** Finished parts in their order; what they leave is still to come. */
  parts: readonly { kind: 'done' | 'failed' | 'uncertain' | 'left-out'; count: number }[];
}

/** How far something with several outcomes has come. */
export function ProgressBar({ label, text, total, parts }: ProgressBarProps) {
  const finished = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={finished}
      aria-valuetext={text}
    >
      {parts
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => (
          <span
            key={kind}
            class="progress-part"
            data-kind={kind}
            style={{ flexGrow: count, flexBasis: 0 }}
          />
        ))}
      <span class="progress-rest" style={{ flexGrow: Math.max(0, total - finished) }} />
    </div>
  );
}
