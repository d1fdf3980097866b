import { convert } from 'html-to-text';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ClaimedRecipient, OpenBatch } from '../ledger/claim-recipients.ts';
import { orNotNow } from './not-made-now-error.ts';
import { type Filler, parseTemplate } from './template-engine.ts';
import { TemplateError } from './template-error.ts';

export type Sender = {
  from: string;
  /** Shown before the address. */
  fromName?: string;
  /** Link that stops mail to this address. */
  unsubscribeUrl: (userId: string, address: string) => string;
  /** Files of a batch; asked once for each batch that has some. */
  attachments?: (batchId: string) => Promise<StoredAttachment[]>;
  /** Signs finished messages (DKIM). */
  sign?: (message: Buffer) => Promise<Buffer>;
};

/** Makes the finished message of one recipient. @throws {TemplateError} {@link EmptyMessageError} {@link NotMadeNowError} */
export type Composer = { compose(row: ClaimedRecipient): Promise<Buffer> };

export type StoredAttachment = { filename: string; contentType: string; content: Buffer };

/** Neither subject nor anything to see: nobody meant to send this. `message` is for the sender. */
export class EmptyMessageError extends Error {
  constructor() {
    super('it has neither a subject nor any text; fields that this recipient lacks are left empty');
    this.name = 'EmptyMessageError';
  }
}

type Fillers = { subject: Filler; html?: Filler; text?: Filler };

const MAX_PARSED = 50;

/** Makes finished messages; keeps the parsed templates of the batches in progress. */
export class MessageComposer implements Composer {
  readonly #sender: Sender;
  readonly #parsed = new Map<string, Fillers>();
  readonly #files = new Map<string, Promise<StoredAttachment[]>>();

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** @throws {TemplateError} {@link EmptyMessageError} for this recipient's mail; the others are not concerned. */
  async compose(row: ClaimedRecipient): Promise<Buffer> {
    const { batch } = row;
    const url = this.#sender.unsubscribeUrl(batch.user_id, row.address);
    const content = this.#content(row, url);
    if (batch.attachments === 0 && isEmptyMessage(content)) throw new EmptyMessageError();
    const { subject, html, text } = content;
    const message = new MailComposer({
      from: { name: this.#sender.fromName ?? '', address: this.#sender.from },
      to: { name: row.name ?? '', address: row.address },
      replyTo: batch.reply_to ? { name: '', address: batch.reply_to } : undefined,
      subject: subject.replace(/\p{Cc}+/gu, ' ').trim(),
      html: html || undefined,
      text: text || (html ? plainText(html) : ' '),
      attachments: await this.#filesOf(batch),
      messageId: row.message_id,
      headers: { 'X-Batch-Id': batch.id, ...(batch.unsubscribe ? unsubscribeHeaders(url) : {}) },
      // The name as documented; nodemailer would write X-Batch-ID.
      normalizeHeaderKey: (key) => (key === 'X-Batch-ID' ? 'X-Batch-Id' : key),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const raw = await message.compile().build();
    return this.#sender.sign ? this.#sender.sign(raw) : raw;
  }

  #filesOf(batch: OpenBatch): Promise<StoredAttachment[]> | undefined {
    if (batch.attachments === 0) return undefined;
    const known = this.#files.get(batch.id);
    if (known) return known;
    // Files are large: those of two batches at a time, asked for again when a third comes between.
    const oldest = this.#files.keys().next().value;
    if (this.#files.size >= 2 && oldest !== undefined) this.#files.delete(oldest);
    const files = orNotNow(this.#sender.attachments?.(batch.id) ?? Promise.resolve([]));
    this.#files.set(batch.id, files);
    // A database that could not be asked now may be asked with the next mail.
    files.catch(() => this.#files.delete(batch.id));
    return files;
  }

  #content(row: ClaimedRecipient, unsubscribeUrl: string) {
    const { batch } = row;
    if (!batch.is_template) {
      return {
        subject: row.subject ?? batch.subject,
        html: row.html ?? batch.html,
        text: batch.text,
      };
    }
    const fill = this.#fillers(batch);
    const fields = {
      ...JSON.parse(row.fields),
      address: row.address,
      email: row.address,
      ...(row.name ? { name: row.name } : {}),
      unsubscribe_url: unsubscribeUrl,
    };
    return { subject: fill.subject(fields), html: fill.html?.(fields), text: fill.text?.(fields) };
  }

  #fillers(batch: OpenBatch): Fillers {
    const known = this.#parsed.get(batch.id);
    if (known) return known;
    const made: Fillers = {
      subject: parseTemplate(batch.subject, 'text'),
      html: batch.html === null ? undefined : parseTemplate(batch.html, 'html'),
      text: textFiller(batch),
    };
    const oldest = this.#parsed.keys().next().value;
    if (this.#parsed.size >= MAX_PARSED && oldest !== undefined) this.#parsed.delete(oldest);
    this.#parsed.set(batch.id, made);
    return made;
  }
}

/** Filters that make HTML out of text: their result must be converted, not the template. */
const MAKES_HTML = /newline_to_br|escape|strip_html/;

/**
 * The text part as a template: the sender's own, or the HTML template converted once. Converting every finished mail
 * costs more than all the rest of it. Undefined: convert each mail.
 */
function textFiller({ text, html }: OpenBatch): Filler | undefined {
  if (text !== null) return parseTemplate(text, 'text');
  if (html === null || MAKES_HTML.test(html)) return undefined;
  try {
    return parseTemplate(plainText(html, false), 'text');
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

/** What no reader sees: blanks of every kind, and characters without a shape. */
const INVISIBLE = /[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu;

const PICTURE = /<(?:img|svg|picture|video)\b/i;

const blank = (text: string | null | undefined) => !text || text.replace(INVISIBLE, '') === '';

/** The costly look into the HTML is only for mails without a subject. */
export function isEmptyMessage(content: {
  subject: string;
  html?: string | null;
  text?: string | null;
}) {
  const { subject, html, text } = content;
  if (!blank(subject)) return false;
  // Readers show the HTML when there is some.
  return html ? !PICTURE.test(html) && blank(plainText(html)) : blank(text);
}

/** RFC 8058: both headers, or the one-click button does not appear. */
const unsubscribeHeaders = (url: string) => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

/** The text part of a mail that came as HTML only. */
export function plainText(html: string, wrapped = true): string {
  return convert(html, {
    wordwrap: wrapped ? 78 : false,
    limits: { maxInputLength: 2_000_000 },
    selectors: [
      // Capitals would change the names of a template's fields, and other people's names.
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ],
  });
}
