import type { QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { defineMessages } from '@/lib/platform/define-messages';

/** What only our own pages may ask. */
export const quickComposePageMessages = defineMessages<{
  /** The mail that was being written; empty when there is none. */
  'quickCompose.load': (data: undefined) => QuickDraft;
  /**
   * Resolves when it is on disk. `at` (milliseconds since the epoch) grows with each call of a page: a
   * state that is older than the stored one is left out.
   */
  'quickCompose.save': (data: { draft: QuickDraft; at: number }) => void;
}>('pages');
