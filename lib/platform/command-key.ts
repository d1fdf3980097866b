/** How the key of shortcuts is written on this person's keyboard. */
export function commandKey(): '⌘' | 'Ctrl' {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

/** The keys that take a change back: `Ctrl+Z`, on a Mac `⌘Z`. */
export function undoKeys(): string {
  return commandKey() === '⌘' ? '⌘Z' : 'Ctrl+Z';
}
