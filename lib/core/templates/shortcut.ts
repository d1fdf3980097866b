import { foldText } from '@/lib/core/dictation/fold-text';

/** What may stand behind the slash: letters, digits, `-` and `_`, at most 32. Empty = no shortcut. */
export function isShortcut(text: string): boolean {
  return /^[\p{L}\p{N}_-]{0,32}$/u.test(text);
}

/** Two shortcuts with the same form are the same: capitals and accents do not matter. */
export function shortcutForm(text: string): string {
  return foldText(text.trim().replace(/^\//, ''));
}

/**
 * The shortcut that ends exactly at the caret, without its slash: `"Bonjour /rdv"` → `rdv`. It must
 * stand at the start of a line or behind white space, so that `1/2` and addresses are left alone.
 */
export function shortcutBefore(textBefore: string): string | null {
  return /(?:^|\s)\/([\p{L}\p{N}_-]{1,32})$/u.exec(textBefore.slice(-40))?.[1] ?? null;
}
