export interface Person {
  name: string;
  address: string;
}

/** A draft or a sent message of the practice mailbox. */
export interface StoredMessage {
  id: string;
  kind: 'new' | 'reply';
  /** The mail it answers. */
  threadId: string | null;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  subject: string;
  /** The author's part; with `quoteInside` it ends with the quote. */
  html: string;
  plainText: boolean;
  quoteInside: boolean;
  confidential: boolean;
  /** Names and sizes (bytes) of attached files; their content is never kept. */
  attachments: { name: string; size: number }[];
  /** Milliseconds since 1970. */
  savedAt: number;
}

const host = location.pathname.includes('outlook') || location.hostname.startsWith('outlook');
const prefix = `practice-mailbox:${host ? 'outlook' : 'gmail'}:`;

function load(box: 'drafts' | 'sent'): StoredMessage[] {
  const stored = localStorage.getItem(prefix + box);
  const messages = stored ? (JSON.parse(stored) as StoredMessage[]) : [];
  // Drafts of an earlier visit may be older than the field.
  return messages.map((message) => ({ ...message, attachments: message.attachments ?? [] }));
}

function store(box: 'drafts' | 'sent', messages: StoredMessage[]): void {
  localStorage.setItem(prefix + box, JSON.stringify(messages));
}

export const drafts = {
  all: (): StoredMessage[] => load('drafts').sort((a, b) => b.savedAt - a.savedAt),
  find: (id: string): StoredMessage | undefined => load('drafts').find((draft) => draft.id === id),
  ofThread: (threadId: string): StoredMessage | undefined =>
    load('drafts').find((draft) => draft.threadId === threadId),
  save(draft: StoredMessage): void {
    store('drafts', [...load('drafts').filter(({ id }) => id !== draft.id), draft]);
  },
  remove(id: string): void {
    store(
      'drafts',
      load('drafts').filter((draft) => draft.id !== id),
    );
  },
};

export const sent = {
  all: (): StoredMessage[] => load('sent').sort((a, b) => b.savedAt - a.savedAt),
  add: (message: StoredMessage): void => store('sent', [...load('sent'), message]),
};

/** An empty message with an id of its own, as Gmail numbers its drafts. */
export function newMessage(fields: Partial<StoredMessage> = {}): StoredMessage {
  const digits = crypto.getRandomValues(new BigUint64Array(1))[0];
  return {
    id: `r-${digits}`,
    kind: 'new',
    threadId: null,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    html: '',
    plainText: false,
    quoteInside: false,
    confidential: false,
    attachments: [],
    savedAt: Date.now(),
    ...fields,
  };
}
