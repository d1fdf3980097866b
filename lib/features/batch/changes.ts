import { createChangeChannel } from '@/lib/platform/change-channel';

/** Tells our own pages that drafts, waiting batches or the relay's list have changed. */
export const batchChanges = createChangeChannel('batch.changed');
