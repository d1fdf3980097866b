/** Ceilings of one sending account over all its batches; an absent or empty one does not exist. */
export type SendingLimits = {
  perMinute?: number | null;
  /** In any 24 hours. */
  perDay?: number | null;
  /** To the recipients of one domain. */
  perDomainMinute?: number | null;
};

/**
 * What big providers let one account send, where they or good witnesses say so. Whoever knows better for their own
 * account changes it.
 *
 * - Gmail 500 a day free, Workspace 2,000 (support.google.com/a/answer/166852)
 * - Exchange Online 30 a minute, 10,000 recipients a day (learn.microsoft.com, “Exchange Online limits”)
 * - Outlook.com about 300 a day for a free account; Microsoft names no figure (msoutlook.info/question/235)
 * - Yahoo 500 a day (help.yahoo.com, SLN17518)
 */
export function providerLimits(smtp: { host: string; user?: string }): SendingLimits {
  const host = smtp.host.toLowerCase();
  if (host === 'smtp.gmail.com' || host === 'smtp-relay.gmail.com') {
    return { perDay: /@(gmail|googlemail)\.com$/i.test(smtp.user ?? '') ? 500 : 2_000 };
  }
  if (host === 'smtp.office365.com') return { perMinute: 30, perDay: 10_000 };
  if (host === 'smtp-mail.outlook.com') return { perDay: 300 };
  if (host === 'smtp.mail.yahoo.com') return { perDay: 500 };
  return {};
}
