import {
  type MailAccount,
  type SendingLimits,
  sendingLimits,
} from '@iapostemanager/protocol/mail-account';
import { z } from 'zod';
import { type Html, html } from '../../pages/html-page.ts';
import { fillText, type PageTexts } from '../../pages/page-texts.ts';
import { line } from './sender-form.ts';
import { type FieldProblems, fieldMarks } from './sender-problems.ts';

const LIMITS = ['perMinute', 'perDay', 'perDomainMinute'] as const;
type Limit = (typeof LIMITS)[number];

export type LimitsForm = Partial<Record<Limit, string>>;
export const limitsForm = z.object({
  id: z.string().max(100),
  perMinute: line,
  perDay: line,
  perDomainMinute: line,
});

/** The limits as they were typed, or what is wrong with which. */
export function limitsOf(
  given: LimitsForm,
): { limits: SendingLimits } | { problems: FieldProblems<Limit> } {
  const ceiling = (name: Limit) => (given[name] === undefined ? null : Number(given[name]));
  const limits = sendingLimits.safeParse(
    Object.fromEntries(LIMITS.map((name) => [name, ceiling(name)])),
  );
  if (limits.success) return { limits: limits.data };
  const wrong = new Map(limits.error.issues.map((issue) => [issue.path[0], issue.code]));
  const problems = LIMITS.filter((name) => wrong.has(name)).map((name) => [
    name,
    wrong.get(name) === 'too_big' ? 'fieldLimitTooHigh' : 'fieldLimit',
  ]);
  return { problems: Object.fromEntries(problems) };
}

/** Limits that were not taken: as they were typed, and what is wrong with which. */
export type TypedLimits = { given: LimitsForm; problems: FieldProblems<Limit> };

/** The fields of the limits of an account: as they stand, or as they were typed and not taken. */
export function limitFields(t: PageTexts, { id, limits }: MailAccount, typed?: TypedLimits): Html {
  const marks = fieldMarks(t, typed?.problems, `-${id}`);
  const fields = LIMITS.map((name) => {
    const { attributes, below } = marks(name);
    const value = (typed ? typed.given[name] : limits[name]) ?? '';
    return html`<div><label for="${name}-${id}">${t[name]}</label><input${attributes} type="number" min="1" value="${value}" autocomplete="off">${below}</div>`;
  });
  return html`<div class="triple">${fields}</div>`;
}

export function limitsInWords(t: PageTexts, limits: SendingLimits): string[] {
  const words = [
    [limits.perMinute, t.limitsMinute],
    [limits.perDay, t.limitsDay],
    [limits.perDomainMinute, t.limitsDomain],
  ] as const;
  const said = words.flatMap(([count, pattern]) =>
    count === null ? [] : [fillText(pattern, { count: String(count) })],
  );
  return said.length > 0 ? said : [t.noLimits];
}
