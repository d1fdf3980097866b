import { createChangeChannel } from '@/lib/platform/change-channel';

/** Says that the mail being written has changed: it can be open in the popup and in a tab. */
const channel = createChangeChannel('quick-compose.changed');

export const announceDraft = channel.announce;
export const watchDraft = channel.watch;

/** Says that what is kept besides it has changed: mails under way, or put aside. */
const left = createChangeChannel('quick-compose.left');

export const announceLeft = left.announce;
export const watchLeft = left.watch;

/** Says how far the sending of a mail is. */
const sending = createChangeChannel('quick-compose.sending');

export const announceSending = sending.announce;
export const watchSending = sending.watch;
