import { createChangeChannel } from '@/lib/platform/change-channel';

/** Says that templates have changed. */
const channel = createChangeChannel('templates.changed');

export const templateRevision = channel.revision;
export const announceTemplates = channel.announce;
export const watchTemplates = channel.watch;
