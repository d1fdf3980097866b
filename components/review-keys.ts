export type ReviewCommand = 'next' | 'previous' | 'accepted' | 'rejected' | 'run';

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}

const commands: Record<string, ReviewCommand> = {
  j: 'next',
  ArrowDown: 'next',
  ArrowRight: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  ArrowLeft: 'previous',
  a: 'accepted',
  r: 'rejected',
};

/**
 * What a key means in the review, or null when it is not ours. Letters are letters inside a text
 * field, and arrows belong to the view switch when it has the focus.
 */
export function reviewKey(event: PressedKey, hasChanges: boolean): ReviewCommand | null {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return 'run';
  if (!hasChanges || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('textarea, input, [role=radiogroup]')) return null;
  return commands[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
