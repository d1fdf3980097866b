import { type AiServer, startAiServer } from './ai-server.ts';
import { type AudioComparison, compareAudio } from './compare-audio.ts';
import { clickInto } from './fill-fields.ts';
import { type MailPage, waitUntil } from './mail-page.ts';
import type { BrowserSession } from './session.ts';
import { type SpeechWav, sentences, speechWav } from './speech-wav.ts';

export type Host = 'gmail' | 'outlook';
export type Spoken = keyof typeof sentences;

/** The two practice pages as a person meets them. */
export const mailboxes = {
  gmail: {
    home: 'https://mail.google.com/mail/u/0/',
    editor: '.M9 [g_editable="true"][role="textbox"]',
    send: '.M9 .gU.Up [role="button"]:not([aria-haspopup="true"])',
    signature: '.gmail_signature',
    /** Carries `data-saved-at`: when the editor of the site last took note of a change. */
    window: '.M9',
  },
  outlook: {
    home: 'https://outlook.office.com/mail/',
    editor: '[id^="editorParent_"] [contenteditable="true"][role="textbox"]',
    send: '[id$="__primaryActionButton"]',
    signature: '#Signature',
    window: '[id^="docking_InitVisiblePart"]',
  },
} as const;

/** The sentence as a WAV of whole seconds, so that the elapsed time tells when all was said. */
export function spokenSentence(language: Spoken): SpeechWav {
  const voice = language === 'fr' ? 'fr' : 'en-gb';
  const plain = speechWav(sentences[language], { voice });
  const silenceAfter = 0.5 + Math.ceil(plain.duration) - plain.duration;
  return speechWav(sentences[language], { voice, silenceAfter });
}

/** What a recogniser makes of the sentence: no capitals, no full stop, one doubled word. */
export function heardSentence(language: Spoken): string {
  const heard = sentences[language].toLowerCase().replace(/\.$/, '');
  return heard.replace(/ (de|the) /, ' $1 $1 ');
}

/** The AI server of a journey: hears the sentence, and improves by putting its capitals back. */
export async function startJourneyServer(language: Spoken): Promise<AiServer> {
  return startAiServer({ key: 'sk-practice', transcription: heardSentence(language) });
}

/** Types the server into the options page, saves the key and tests the connection. */
export async function configureServer(session: BrowserSession, ai: AiServer): Promise<void> {
  const options = await session.openExtensionPage('options.html');
  await options.waitFor('select[name="preset"]');
  await options.evaluate(() => {
    const select = document.querySelector('select[name="preset"]') as HTMLSelectElement;
    select.value = 'other';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await enter(options, 'input[name="base-url"]', ai.url);
  await options.press('Enter');
  await enter(options, 'input[name="server-key"]', 'sk-practice');
  await options.click('[data-action="save-key"]');
  await options.waitFor('[data-action="replace-key"]');
  await options.click('[data-action="test-connection"]');
  await options.waitFor('.server-test [data-tone="success"]');
  await options.close();
}

/** Types into a field and waits until it reads so. */
async function enter(page: MailPage, field: string, text: string): Promise<void> {
  await clickInto(page, field);
  await page.type(text);
  let last: string | null = null;
  await waitUntil(
    async () => {
      last = await page.text(field);
      return last === text;
    },
    () => `${field} to read what was typed; last read: ${JSON.stringify(last)}`,
  );
}

/** Opens a new message and puts the caret on its first line, above the signature. */
export async function openCompose(
  session: Pick<JourneySession, 'newPage'>,
  host: Host,
  query = 'compose=new',
): Promise<MailPage> {
  const page = await session.newPage(`${mailboxes[host].home}?${query}`);
  await page.waitFor(mailboxes[host].editor);
  await page.waitFor('[data-action="dictate"]');
  await page.focus(mailboxes[host].editor);
  await page.press('Control+Home');
  return page;
}

/** The whole editor as HTML: signature and quote included. */
export function editorHtml(page: MailPage, host: Host): Promise<string> {
  return page.evaluate(
    (selector) => document.querySelector(selector)?.innerHTML ?? '',
    mailboxes[host].editor,
  );
}

/**
 * Does something that changes the draft and waits until the site's editor has taken note of it: Closure
 * makes its undo state a quarter of a second after a change.
 */
export function untilNoted(
  page: MailPage,
  host: Host,
  change: () => Promise<unknown>,
): Promise<void> {
  return untilSaved(page, mailboxes[host].window, change);
}

/** The same in a window of a practice page; what was saved before the last of several keys is not yet all. */
export async function untilSaved(
  page: MailPage,
  composeWindow: string,
  change: () => Promise<unknown>,
): Promise<void> {
  await page.evaluate(noteInputs);
  const before = await page.attribute(composeWindow, 'data-saved-at');
  await change();
  const last = Number(await page.evaluate(() => (window as WithInputs).lastInput));
  await waitUntil(
    async () => {
      const saved = await page.attribute(composeWindow, 'data-saved-at');
      return saved !== before && !(Number(saved) <= last);
    },
    () => 'the editor to take note of the change',
  );
}

type WithInputs = typeof window & { lastInput?: number };

/** Runs in the page, whose `lastInput` tells from then on when something was last typed or taken away. */
function noteInputs(): void {
  const page = window as WithInputs;
  if (page.lastInput !== undefined) return;
  page.lastInput = 0;
  const note = (): void => {
    page.lastInput = Date.now();
  };
  addEventListener('input', note, true);
}

/** Waits until so many whole seconds are counted in the strip; a busy machine may skip one of them. */
export async function untilSpoken(page: MailPage, seconds: number): Promise<void> {
  let last: string | null = null;
  await waitUntil(
    async () => {
      last = await page.text('.live');
      const times = [...(last ?? '').matchAll(/\b(\d+):(\d\d)\b/g)];
      return times.some(([, minutes, rest]) => Number(minutes) * 60 + Number(rest) >= seconds);
    },
    () => `${seconds} seconds to be spoken; last read: ${JSON.stringify(last)}`,
    20_000 + seconds * 2000,
  );
}

/** Presses dictate, lets the microphone hear `seconds`, presses stop, waits for the review. */
export async function dictate(page: MailPage, seconds: number): Promise<void> {
  await page.click('[data-action="dictate"]');
  await untilSpoken(page, seconds);
  await page.click('[data-action="stop"]');
}

export interface JourneyReport {
  draft: string;
  /** Chromium: how the audio that reached the server compares with the WAV. */
  audio?: AudioComparison;
  /** Seconds from the press on the microphone to the press that stops it. */
  pressed: number;
}

/** What a journey needs of a browser. */
export interface JourneySession {
  readonly browser: 'chromium' | 'firefox';
  newPage(url: string): Promise<MailPage>;
  openExtensionPage(page: string): Promise<MailPage>;
}

export interface JourneySettings {
  session: JourneySession;
  ai: Pick<AiServer, 'received' | 'setAnswer'>;
  host: Host;
  language: Spoken;
  /** Words that the browser's own recogniser hears meanwhile: they stand in the strip. */
  interim?: string;
  /** Told before each step. */
  say?: (step: string) => void;
  /** Saves a picture under this name. */
  picture?: (page: MailPage, name: string) => Promise<void>;
}

/**
 * The first journey: speak, see, correct, improve, compare, accept, and the text stands in the draft; one
 * Ctrl+Z takes it back, Ctrl+Y gives it again; what was spoken is kept in the side panel.
 * @throws Error that names the step which did not happen
 */
export async function runJourney(settings: JourneySettings): Promise<JourneyReport> {
  const { session, ai, host, language } = settings;
  const say = settings.say ?? (() => undefined);
  const picture = settings.picture ?? (async () => undefined);
  const { editor, signature } = mailboxes[host];
  const wav = spokenSentence(language);

  say('open a new message');
  const page = await openCompose(session, host);
  const greeting = language === 'fr' ? 'Bonjour Madame Martin,' : 'Good morning Priya,';
  await untilNoted(page, host, () => page.type(`${greeting}\n`));
  await page.waitForText(editor, greeting);
  const before = await editorHtml(page, host);
  const signed = await page.text(signature);

  say('press the microphone and speak');
  const begun = Date.now();
  await page.click('[data-action="dictate"]');
  await untilSpoken(page, Math.floor(wav.duration / 2));
  if (settings.interim) await page.waitForText('.live-words', settings.interim);
  await expectUntouched(page, host, before);
  await picture(page, `${host}-dictation`);
  // By keyboard, ready beforehand: what is recorded after the last word is the time that stopping takes.
  await page.focus('.live [data-action="stop"]');
  await untilSpoken(page, wav.duration);
  await page.press('Enter');
  const pressed = (Date.now() - begun) / 1000;

  say('read the words in the review');
  await page.waitFor('dialog textarea', { timeout: 30_000 });
  const heard = await page.text('dialog textarea');
  if (heard !== heardSentence(language)) throw new Error(`The review reads "${heard}"`);
  await picture(page, `${host}-words`);

  say('correct them');
  await page.click('dialog textarea');
  await page.press('Control+End');
  const addition = language === 'fr' ? ' signé' : ' at nine';
  await page.type(addition);
  await page.waitForText('dialog textarea', addition);

  say('have them improved');
  ai.setAnswer((request) => improvedAnswer(request.messages, language, addition));
  await page.click('dialog [data-action="improve"]');
  await page.waitForText('dialog', sentences[language].slice(0, 12), { timeout: 30_000 });
  await page.waitFor('dialog [data-action="accept-all"]', { timeout: 30_000 });
  await expectMarks(page);
  await picture(page, `${host}-review`);

  await expectUntouched(page, host, before);

  say('accept and insert');
  await untilNoted(page, host, () => page.press('Control+Enter'));
  await page.waitFor('dialog', { state: 'hidden' });
  const wanted = sentences[language].replace(/\.$/, `${addition}.`);
  await page.waitForText(editor, wanted);
  await picture(page, `${host}-draft`);
  const after = await editorHtml(page, host);
  if ((await page.text(signature)) !== signed) throw new Error('The signature changed');

  say('take it back with one Ctrl+Z');
  await page.focus(editor);
  await page.press('Control+z');
  await waitUntil(
    async () => (await editorHtml(page, host)) === before,
    () => 'the draft as it was before the insertion',
  );
  say('and give it again with Ctrl+Y');
  await page.press('Control+y');
  await waitUntil(
    async () => (await editorHtml(page, host)) === after,
    () => 'the draft with the insertion again',
  );
  const draft = (await page.text(editor)) ?? '';

  say('find it in the side panel');
  const panel = await session.openExtensionPage('sidepanel.html#/dictation');
  await panel.waitForText('.panel', wanted);
  await picture(panel, `${host}-panel`);
  await panel.close();
  if (page.errors.length > 0) throw new Error(`The mail page reported ${page.errors.join(' | ')}`);
  await page.close();

  const [upload] = ai.received('transcription');
  if (!upload?.file) throw new Error('No recording reached the server');
  if (upload.fields.model !== 'gpt-transcribe') throw new Error(`Model ${upload.fields.model}`);
  const audio =
    session.browser === 'chromium' ? compareAudio(upload.file.bytes, wav.file) : undefined;
  return { draft, audio, pressed };
}

/** Words that may still change, and words under review, are not in the draft. */
async function expectUntouched(page: MailPage, host: Host, draft: string): Promise<void> {
  const now = await editorHtml(page, host);
  if (now !== draft) throw new Error(`The draft changed before anybody accepted: ${now}`);
}

/** A change is marked in both columns, also where one has no words of it: the doubled word that goes is struck. */
async function expectMarks(page: MailPage): Promise<void> {
  const counts = {
    told: Number.parseInt((await page.text('dialog .review-summary')) ?? '', 10),
    before: await page.count('dialog .review-behind [data-mark]'),
    after: await page.count('dialog .diff [data-mark]'),
  };
  if (counts.told < 2 || counts.before !== counts.told || counts.after !== counts.told) {
    throw new Error(`Changes told and marked: ${JSON.stringify(counts)}`);
  }
  const removed = await page.count('dialog .diff del.change-place');
  if (removed !== 1) throw new Error(`Places of removed words: ${removed}`);
}

/** Answers in the form in which it was asked: the same text with the sentence written properly. */
function improvedAnswer(
  messages: { role: string; content: unknown }[] | undefined,
  language: Spoken,
  addition: string,
): string {
  const asked = String(messages?.findLast(({ role }) => role === 'user')?.content ?? '');
  const heard = heardSentence(language);
  const line = asked.split('\n').find((candidate) => candidate.includes(heard)) ?? heard;
  return line.replace(`${heard}${addition}`, sentences[language].replace(/\.$/, `${addition}.`));
}
