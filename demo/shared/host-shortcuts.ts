/**
 * Single-key shortcuts on the document, as both sites have them. They judge by the event's target, so a
 * key typed into a panel of an extension looks to them like a key pressed outside any field: an
 * extension that lets its keys escape is found out here.
 */
export function listenForShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    const typing = target.isContentEditable || target.matches('input, textarea, select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = shortcuts[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
