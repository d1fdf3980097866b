import type { ComposeHost, ComposeKind } from '@/lib/compose/compose-editor';
import type { MutableParts } from './mutate-page';

/** A page of a host, reduced to what was seen of its structure, with decoys around the windows. */
export interface HostPage {
  readonly name: string;
  readonly host: ComposeHost;
  readonly html: string;
  /** Path under which the host shows such a page. */
  readonly path: string;
  /** Kinds of the windows that must be found, in document order; none on a page of decoys alone. */
  readonly windows: readonly ComposeKind[];
  readonly subject: string;
  readonly parts: MutableParts;
}

const body = 'data-test-body';
const gmailRow =
  '<div class="aDh"><table class="IZ" role="group"><tbody><tr data-test-toolbar><td class="gU Up"><div class="dC"><div class="aoO" role="button" tabindex="1" data-tooltip="Send (Ctrl-Enter)" aria-label="Send">Send</div><div role="button" aria-haspopup="true"></div></div></td><td class="gU"><div role="button" command="+link"></div></td></tr></tbody></table></div>';
const signature =
  '<div data-smartmail="gmail_signature" class="gmail_signature">Ann<br>Example Ltd</div>';
const gmailQuote =
  '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Monday Bob wrote:<br></div><blockquote class="gmail_quote" style="margin:0;border-left:1px solid">Quoted</blockquote></div>';
const gmailBody = (quote: string) =>
  `<div class="aO7"><div ${body} class="Am editable" g_editable="true" role="textbox" contenteditable="true" aria-label="Message Body"><div>Hello</div>${signature}${quote}</div><span>Help me write</span></div>`;
const gmailTo =
  '<div class="fX"><div name="to"><div role="listbox"><div role="option" data-name="Bob" data-hovercard-id="bob@example.test"><div>Bob</div></div></div><input peoplekit-id="x" role="combobox"></div></div>';
const gmailForm = (subject: boolean) =>
  `<form class="bAs" data-test-late>${gmailTo}<div${subject ? '' : ' style="display:none"'}><input name="subjectbox" value="Plans"></div><input type="hidden" name="composeid"><input type="hidden" name="draft"></form>`;
const plainTwin =
  '<div style="display:none"><textarea class="Ak" form="nosend" aria-label="Message Body">Hello</textarea></div>';
const gmailWindow = (subject: boolean, inner = `${plainTwin}${gmailBody('')}`) =>
  `<div class="M9"><div class="aoI" role="region" data-compose-id="1"><table><tbody><tr><td class="I5">${gmailForm(subject)}<table class="iN"><tbody><tr><td><div class="et" data-test-late>${inner}</div></td></tr><tr><td><div class="aDg" data-test-late>${gmailRow}</div></td></tr></tbody></table></td></tr></tbody></table></div></div>`;
const plainBody = `<textarea ${body} class="Ak" form="nosend" aria-label="Message Body">Hello</textarea><div style="display:none"><div g_editable="true" role="textbox" contenteditable="true"></div></div>`;
const mole = (window: string) =>
  `<div class="nn"><div class="AD"><div role="dialog"><table class="cf Ht"><tbody><tr><td><h2>Plans</h2></td></tr></tbody></table><div class="aaZ">${window}</div></div></div></div>`;
const gmailDecoys =
  '<form role="search"><input aria-label="Search"></form><div class="chat"><div class="editable" role="textbox" contenteditable="true" aria-label="Chat">Hi</div></div><div class="aSs"><div class="aSt"><div class="aaZ"></div></div></div><div class="settings"><div class="Am editable" g_editable="true" role="textbox" contenteditable="true">Signature</div><button>Save</button></div><div class="gs"><div class="ii gt">Read mail <button data-tooltip="Reply">Reply</button></div></div>';
const testParts = { toolbars: '[data-test-toolbar]', late: '[data-test-late]', lateness: 0.25 };
const gmail = {
  host: 'gmail',
  path: '/mail/u/0/',
  subject: 'Plans',
  parts: testParts,
} as const;

const outlookRow =
  '<div role="toolbar" data-test-toolbar><div class="splitButton"><button id="splitButton-r1__primaryActionButton" title="Send (Ctrl+Enter)">Send</button><button id="splitButton-r1__menuButton" aria-haspopup="menu"></button></div><button id="discardCompose" aria-label="Discard"></button></div>';
const outlookTo =
  '<div class="well"><div id="MSG_1a_TO" role="group"><div aria-label="To" contenteditable="true" aria-controls="FloatingSuggestionsList"><span class="_EType_RECIPIENT_ENTITY" contenteditable="false" draggable="true" aria-label="Bob &lt;bob@example.test&gt;">Bob</span></div></div></div>';
const outlookQuote =
  '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bob</div><div>Quoted</div>';
const outlookBody = (quote: string) =>
  `<div id="editorParent_1" data-test-late><div ${body} role="textbox" aria-multiline="true" contenteditable="true" aria-label="Message body"><div class="elementToProof">Hello</div><div class="elementToProof" id="Signature">Ann</div>${quote}</div></div>`;
const outlookWindow = (subject: boolean, quote: string, hidden = false) =>
  `<div id="docking_InitVisiblePart_1"${hidden ? ' style="display:none"' : ''}><div data-test-late>${outlookRow}</div><div data-test-late>${outlookTo}</div>${subject ? '<div><input id="MSG_1a_SUBJECT" value="Plans"></div>' : ''}<div id="docking_DockingTriggerPart_1">${outlookBody(quote)}</div></div>`;
const outlookDecoys =
  '<input id="topSearchInput" role="combobox"><div id="MSG_9_FROM">Bob</div><div id="MSG_9_TO">You</div><div role="document" aria-label="Message body">Read</div><div role="dialog"><div role="textbox" aria-multiline="true" contenteditable="true" aria-label="Signature">Sig</div><button>Save</button></div><div style="display:none"><div id="editorParent_0"><div role="textbox" contenteditable="true"></div></div><button id="s0__primaryActionButton"></button></div><div class="chat"><div role="textbox" contenteditable="true" aria-label="Chat">Hi</div><button title="Send">Send</button></div>';
const outlook = {
  host: 'outlook',
  path: '/mail/',
  subject: 'Plans',
  parts: testParts,
} as const;

export const hostPages: readonly HostPage[] = [
  {
    ...gmail,
    name: 'Gmail, new message',
    html: `<div class="no">${mole(gmailWindow(true))}</div>${gmailDecoys}`,
    windows: ['new'],
  },
  {
    ...gmail,
    name: 'Gmail, full screen',
    html: `${gmailDecoys}<div class="aSs"><div class="aSt"><div role="dialog">${gmailWindow(true)}</div></div></div>`,
    windows: ['new'],
  },
  {
    ...gmail,
    name: 'Gmail, inline reply with its quote',
    html: `<div class="columns"><div>${gmailDecoys}</div><div role="main"><div class="ip adB">${gmailWindow(false, gmailBody(gmailQuote))}</div></div></div>`,
    windows: ['reply'],
  },
  {
    ...gmail,
    name: 'Gmail, window of its own',
    path: '/mail/u/0/popout',
    html: `<div class="nH">${gmailWindow(true)}</div>`,
    windows: ['popout'],
  },
  {
    ...gmail,
    name: 'Gmail, plain text',
    html: `<div class="no">${mole(gmailWindow(true, plainBody))}</div>${gmailDecoys}`,
    windows: ['new'],
  },
  {
    ...gmail,
    name: 'Gmail, two windows beside an inline reply',
    html: `<div role="main"><div class="ip adB">${gmailWindow(false)}</div></div><div class="no">${mole(gmailWindow(true))}${mole(gmailWindow(true))}</div>${gmailDecoys}`,
    windows: ['reply', 'new', 'new'],
  },
  { ...gmail, name: 'Gmail, decoys alone', html: gmailDecoys, windows: [] },
  {
    ...outlook,
    name: 'Outlook, new message',
    html: `<div class="columns"><main>${outlookWindow(true, '')}</main><div>${outlookDecoys}</div></div>`,
    windows: ['new'],
  },
  {
    ...outlook,
    name: 'Outlook, inline reply with its quote',
    html: `<main data-app-section="MailReadCompose"><h2 id="CONV_9_SUBJECT">Plans</h2><div>${outlookDecoys}</div>${outlookWindow(false, outlookQuote)}</main>`,
    windows: ['reply'],
  },
  {
    ...outlook,
    name: 'Outlook, window of its own',
    path: '/mail/deeplink/compose/1',
    html: outlookWindow(true, ''),
    windows: ['popout'],
  },
  {
    ...outlook,
    name: 'Outlook, a draft in front of a hidden one',
    html: `<main>${outlookWindow(true, '', true).replaceAll(body, 'data-test-hidden').replaceAll('data-test-late', '')}${outlookWindow(true, '')}</main>${outlookDecoys}`,
    windows: ['new'],
  },
  { ...outlook, name: 'Outlook, decoys alone', html: outlookDecoys, windows: [] },
];
