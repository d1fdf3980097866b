import bar from '@/components/compose-bar.css?inline';
import controls from '@/components/controls.css?inline';
import live from '@/components/live-strip.css?inline';
import notice from '@/components/notice-card.css?inline';
import review from '@/components/review-dialog.css?inline';
import tokens from '@/components/tokens.css?inline';

/** Every style that our parts need inside a mail page, for `mountInShadow`. */
export const composeStyles: readonly string[] = [tokens, controls, bar, live, notice, review];
