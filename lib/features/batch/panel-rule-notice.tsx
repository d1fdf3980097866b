import { TriangleAlert } from 'lucide-preact';
import { currentTranslate } from '@/lib/platform/translate';

export interface RuleNoticeProps {
  /** What it is about, for styles and tests. */
  name: string;
  words: string;
  /** Asks the relay once more. */
  retry?: { name: string; run(): void };
}

/** What has to be known before sending, beside the warnings that are counted. */
export function RuleNotice({ name, words, retry }: RuleNoticeProps) {
  return (
    <p class="warning" data-level="rule" data-warning={name} role="status">
      <TriangleAlert size={17} strokeWidth={1.9} aria-hidden="true" />
      <span>
        {words}{' '}
        {retry && (
          <button
            type="button"
            class="link-button"
            data-action={retry.name}
            onClick={() => retry.run()}
          >
            {currentTranslate.value('common.retry')}
          </button>
        )}
      </span>
    </p>
  );
}
