import bar from '@/components/compose-bar.css?inline';
import controls from '@/components/controls.css?inline';
import fields from '@/components/fields.css?inline';
import live from '@/components/live-strip.css?inline';
import notice from '@/components/notice-card.css?inline';
import review from '@/components/review-dialog.css?inline';
import picker from '@/components/template-picker.css?inline';
import tokens from '@/components/tokens.css?inline';

/** Every style that our parts need inside a mail page, for `mountInShadow`. */
export const composeStyles: readonly string[] = [
  tokens,
  controls,
  fields,
  bar,
  live,
  notice,
  review,
  picker,
];
