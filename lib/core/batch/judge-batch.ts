/** What is known of a batch before it is sent. */
export interface PlannedBatch {
  total: number;
  /** Recipients at Gmail's own domains: their rules for bulk senders are counted on these. */
  toGmail: number;
  /** Address in From. */
  sender: string;
  /** Does the relay send at all, or keep mails in its outbox? */
  delivers: boolean;
  /** The ceiling a day of whom it is sent by; null when there is none. */
  perDay: number | null;
  unsubscribe: boolean;
  /** The way out leads to this computer: nobody else can follow it. */
  localLinks: boolean;
  /** Size of one filled mail in bytes. */
  bytes: number;
}

export interface BatchWarning {
  id:
    | 'outbox'
    /** Of a batch that was kept before the relay got its mail server. */
    | 'outbox-before'
    | 'days'
    | 'gmail-bulk'
    | 'no-unsubscribe'
    | 'local-links'
    | 'free-mailbox'
    | 'clipped'
    | 'too-large';
  /** `rule`: breaks a rule of those who receive; must be read before sending. */
  level: 'rule' | 'note';
  /** Values for its sentence. */
  values: Record<string, string | number>;
}

/** From this many mails a day to Gmail on, Google asks for everything and never forgets it. */
const gmailBulk = 5_000;
/** Gmail hides what comes after 102 kB. */
const gmailClips = 102_000;
/** Most servers refuse more than this, after the encoding of a mail. */
const mostBytes = 10_000_000;

/** Mailboxes for people, with their known ceilings of mails a day (null: not published). */
const freeMailboxes: readonly (readonly [RegExp, number | null])[] = [
  [/@(gmail|googlemail)\.com$/, 500],
  [/@(outlook|hotmail|live)\.[a-z.]+$/, 300],
  [/@yahoo\.[a-z.]+$/, 500],
  [/@(orange|wanadoo|free|sfr|laposte|bbox)\.(fr|net)$/, 200],
  [/@(gmx|icloud|me|aol)\.[a-z.]+$/, null],
];

/** What sender and receivers should know before this batch leaves; what breaks rules first. */
export function judgeBatch(batch: PlannedBatch): BatchWarning[] {
  const { total, perDay } = batch;
  const found: BatchWarning[] = [];
  const add = (
    id: BatchWarning['id'],
    level: BatchWarning['level'],
    values: BatchWarning['values'] = {},
  ): void => {
    found.push({ id, level, values });
  };
  if (batch.bytes > mostBytes) add('too-large', 'rule', { size: megabytes(batch.bytes) });
  const free = freeMailboxes.find(([domain]) => domain.test(batch.sender.toLowerCase()));
  if (free && total > 50) {
    const domain = batch.sender.split('@')[1] ?? '';
    // A ceiling of its own may keep it within what the mailbox allows a day.
    const aDay = perDay !== null && perDay > 0 ? Math.min(total, perDay) : total;
    if (batch.toGmail >= gmailBulk || (free[1] !== null && aDay > free[1])) {
      add('free-mailbox', 'rule', { domain, limit: free[1] ?? '?', count: total });
    }
  }
  if (batch.toGmail >= gmailBulk) add('gmail-bulk', 'rule', { count: batch.toGmail });
  if (total > 1 && !batch.unsubscribe) add('no-unsubscribe', 'rule');
  if (total > 1 && batch.unsubscribe && batch.delivers && batch.localLinks) {
    add('local-links', 'rule');
  }
  if (!batch.delivers) add('outbox', 'note');
  if (perDay !== null && perDay > 0 && total > perDay) {
    add('days', 'note', { count: Math.ceil(total / perDay), limit: perDay });
  }
  if (batch.bytes > gmailClips && batch.bytes <= mostBytes) {
    add('clipped', 'note', { size: Math.round(batch.bytes / 1024) });
  }
  return found;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 100_000) / 10;
}

/** Is this an address at Gmail itself? (Domains hosted there cannot be told by their name.) */
export function isGmail(address: string): boolean {
  return /@(gmail|googlemail)\.com$/i.test(address);
}
