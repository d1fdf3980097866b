import { createChangeChannel } from '@/lib/platform/change-channel';

/** Says that contacts have changed. */
const channel = createChangeChannel('contacts.changed');

export const announceContacts = channel.announce;
export const watchContacts = channel.watch;
