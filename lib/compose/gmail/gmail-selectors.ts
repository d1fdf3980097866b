import type { RankedSelector } from '@/lib/compose/ranked-selectors';

/**
 * Every selector used in Gmail. Attribute names, `name`, `command` and `role` do not depend on the
 * language; class names change about twice a year and stand last. Sources: "2020 page" = a saved new
 * message window of October 2020; "2022–24 fragments" = elements pasted in public issues; "2026 notes" =
 * public measurements of July 2026.
 */
export const gmailSelectors = {
  /** The rich-text body (a Closure field, hence `g_editable`). */
  body: [
    {
      css: '[g_editable="true"][contenteditable="true"][role="textbox"]',
      seen: '2020 page, 2022–24 fragments',
    },
    {
      css: '[contenteditable="true"][role="textbox"][aria-multiline="true"]',
      seen: '2022–24 fragments',
    },
    { css: '[contenteditable="true"][role="textbox"]', seen: '2026 notes (inline reply)' },
  ],
  /** The plain-text body: beside the rich one, hidden unless plain-text mode is on. */
  plainBody: [
    { css: 'textarea[form="nosend"]', seen: '2020 page' },
    { css: 'textarea.Ak', seen: '2020 page' },
  ],
  subject: [{ css: 'input[name="subjectbox"]', seen: '2020 page, 2022–24 fragments' }],
  /** Hidden inputs of the window's form: present in new messages and replies, whatever the language. */
  identity: [
    { css: 'input[name="composeid"]', seen: '2020 page' },
    { css: 'input[name="draft"]', seen: '2020 page' },
    { css: '[data-compose-id]', seen: '2026 notes' },
  ],
  /** What surrounds one window as a whole: evidence inside it proves nothing for what is outside. */
  frame: [
    { css: '[data-compose-id]', seen: '2026 notes' },
    { css: '[role="dialog"]', seen: '2020 page' },
  ],
  send: [
    { css: '.gU.Up [role="button"]:not([aria-haspopup="true"])', seen: '2020 page' },
    { css: '[role="button"][data-tooltip*="Enter"]', seen: '2020 page, 2022 (vi)' },
    { css: '[role="button"][aria-label*="Enter)"]', seen: '2026 notes (inline reply)' },
    {
      css: '[role="group"] td:first-child [role="button"]:not([aria-haspopup="true"])',
      seen: '2020 page',
    },
    { css: '.aoO[role="button"]', seen: '2020 page, 2022 (vi)' },
  ],
  toolbar: [
    { css: 'table[role="group"]', seen: '2020 page' },
    { css: '.aDh > table', seen: '2020 page' },
  ],
  /** Buttons of the toolbar carry the editor's command names. */
  commands: [{ css: '[command="Files"], [command="+link"], [command^="+"]', seen: '2020 page' }],
  recipientField: [
    { css: '[name="to"]', seen: '2020 page (textarea), 2022–26 (div)' },
    { css: 'input[peoplekit-id]', seen: '2022 (vi), 2026 notes' },
  ],
  recipientChip: [{ css: '[role="option"][data-hovercard-id]', seen: '2022–26 (PeopleKit)' }],
  signature: [
    { css: '[data-smartmail="gmail_signature"]', seen: '2020 on' },
    { css: '.gmail_signature', seen: '2020 on' },
    { css: '.gmail_signature_prefix', seen: '2020 on' },
  ],
  quote: [
    { css: '.gmail_quote_container', seen: '2024 on' },
    { css: 'div.gmail_quote', seen: '2020 on' },
    { css: '.gmail_attr', seen: '2020 on' },
  ],
} as const satisfies Record<string, readonly RankedSelector[]>;
