import type { RankedSelector } from '@/lib/compose/ranked-selectors';

/**
 * Every selector used in Outlook on the web. Ids carry the meaning here; labels are translated and class
 * names are hashed at each release. Sources: "2023 fragment" = an editor pasted with its signature;
 * "2026-09/10 notes" = three public projects checked against the live site on outlook.office.com,
 * outlook.live.com and outlook.cloud.microsoft.
 */
export const outlookSelectors = {
  body: [
    {
      css: '[id^="editorParent_"] [contenteditable="true"][role="textbox"]',
      seen: '2023 fragment, 2026-09 notes',
    },
    {
      css: '[id^="docking_"] [contenteditable="true"][role="textbox"]',
      seen: '2026-10 notes',
    },
    {
      css: '[data-app-section="Form_Content"] [contenteditable="true"][role="textbox"]',
      seen: '2026-10 notes (own window)',
    },
    {
      css: '[contenteditable="true"][role="textbox"][aria-multiline="true"]',
      seen: '2023 fragment',
    },
  ],
  /** The compose window. Never `MailReadCompose` alone: an inline reply puts it on the whole pane. */
  root: [
    { css: '[id^="docking_InitVisiblePart"]', seen: '2026-09/10 notes' },
    { css: '[data-app-section="Form_Content"]', seen: '2026-10 notes (own window)' },
  ],
  /** What surrounds one window as a whole: evidence inside it proves nothing for what is outside. */
  frame: [
    { css: '[id^="docking_InitVisiblePart"]', seen: '2026-09/10 notes' },
    { css: '[data-app-section="Form_Content"]', seen: '2026-10 notes (own window)' },
    { css: '[role="dialog"]', seen: '2026-09 notes (settings)' },
  ],
  send: [
    { css: 'button[id$="__primaryActionButton"]', seen: '2026-10 notes' },
    { css: 'button[title*="Ctrl+Enter"]', seen: '2026-09 notes' },
    { css: '[data-testid="ComposeSendButton"]', seen: 'before 2025' },
  ],
  discard: [{ css: '#discardCompose', seen: '2026-09 notes' }],
  to: [{ css: '[id^="MSG_"][id$="_TO"]', seen: '2026-10 notes' }],
  cc: [{ css: '[id^="MSG_"][id$="_CC"]', seen: '2026-10 notes' }],
  bcc: [{ css: '[id^="MSG_"][id$="_BCC"]', seen: '2026-10 notes' }],
  subject: [{ css: 'input[id^="MSG_"][id$="_SUBJECT"]', seen: '2026-10 notes' }],
  conversationSubject: [{ css: '[id^="CONV_"][id$="_SUBJECT"]', seen: '2026-09 notes' }],
  recipientChip: [
    { css: '._EType_RECIPIENT_ENTITY', seen: '2026-09/10 notes' },
    { css: '[id^="REK_"][contenteditable="false"]', seen: '2026-10 notes' },
    { css: '[contenteditable="false"][draggable="true"]', seen: '2026-10 notes' },
  ],
  signature: [
    { css: '[id="Signature"]', seen: '2023 fragment' },
    { css: '[id="ms-outlook-mobile-signature"]', seen: '2026-09 notes' },
  ],
  quote: [
    { css: '[id="appendonsend"]', seen: '2026-09 notes' },
    { css: '[id$="RplyFwdMsg"]', seen: '2026-09 notes' },
    { css: '[id="mail-editor-reference-message-container"]', seen: '2026-09 notes' },
  ],
} as const satisfies Record<string, readonly RankedSelector[]>;
