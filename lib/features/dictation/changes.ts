import { createChangeChannel } from '@/lib/platform/change-channel';

/** Says that recordings or texts have changed. */
const channel = createChangeChannel('dictation.changed');

export const currentRevision = channel.revision;
export const announceChange = channel.announce;
export const watchChanges = channel.watch;
