import type { ContactContent } from '@/lib/core/contacts/contact-content';

/** What was typed into the editor and not saved yet: it outlives the panel, which may close at any time. */
export interface ContactDraft {
  /** Null for a new contact. */
  id: string | null;
  content: ContactContent;
}

const key = 'contacts.draft';

export function keepDraft(draft: ContactDraft): void {
  localStorage.setItem(key, JSON.stringify(draft));
}

export function dropDraft(): void {
  localStorage.removeItem(key);
}

/** The draft of an earlier panel; null when there is none that can be read. */
export function readDraft(): ContactDraft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const { id, content } = stored as { id?: unknown; content?: Record<string, unknown> };
    if (typeof content !== 'object' || content === null) return null;
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    const fields = Object.entries(content.fields ?? {}).map(([name, value]) => [name, text(value)]);
    return {
      id: typeof id === 'string' ? id : null,
      content: {
        email: text(content.email),
        name: text(content.name),
        organisation: text(content.organisation),
        category: text(content.category),
        fields: Object.fromEntries(fields),
      },
    };
  } catch {
    return null;
  }
}
