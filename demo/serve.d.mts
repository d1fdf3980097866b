/** Every host name under which the mailbox is served. */
export const mailHosts: readonly string[];

export interface MailboxServer {
  port: number;
  /** For a person: `https://localhost:PORT`, with /gmail/ and /outlook/. */
  origin: string;
  close(): Promise<void>;
}

/** Builds the mailbox when needed and serves it on 127.0.0.1; port 0 (the default) takes a free one. */
export function startMailboxServer(settings?: {
  port?: number;
  /** Other pages for the mail hosts: path (`/mail/saved/1`) → HTML, served with the same headers. */
  pages?: Readonly<Record<string, string>>;
}): Promise<MailboxServer>;
