import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { createGmailJsOpinion } from '@/lib/features/gmail-js-opinion';
import { offerSecondOpinion } from '@/lib/features/second-opinion';

/** Put into Gmail's isolated world by the background once a compose window is open. */
export default defineUnlistedScript(() => offerSecondOpinion(globalThis, createGmailJsOpinion()));
