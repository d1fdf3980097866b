// npm run screenshots: drives the built extension in Chromium on the practice mailbox and writes
// docs/screenshots/*.png, or into the folder that is named. Build first (npm run build).
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InterfaceLanguage } from '../lib/core/settings/settings.ts';
import { chooseFile } from '../tests/browsers/choose-file.ts';
import { ChromiumPage } from '../tests/browsers/chromium-page.ts';
import { fillHistory } from '../tests/browsers/fill-history.ts';
import {
  type Host,
  mailboxes,
  openCompose,
  untilNoted,
  untilSpoken,
} from '../tests/browsers/journey.ts';
import type { MailPage } from '../tests/browsers/mail-page.ts';
import { type BrowserSession, launchSession } from '../tests/browsers/session.ts';
import { shootBatches } from './screenshot-batches.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.resolve(process.argv[2] ?? path.join(root, 'docs/screenshots'));
const largest = 200_000;
const size = { width: 1280, height: 800 };
const panelSize = { width: 380, height: 640 };
const longPanel = { width: 380, height: 1060 };
const popupSize = { width: 420, height: 560 };

interface Size {
  width: number;
  height: number;
}

interface Look {
  language: InterfaceLanguage;
  theme: 'light' | 'dark';
  /** What comes after the subject in the file's name. */
  suffix: string;
}

// French and light is what the README shows: its names have no suffix.
const looks: readonly Look[] = [
  { language: 'fr', theme: 'light', suffix: '' },
  { language: 'fr', theme: 'dark', suffix: '-dark' },
  { language: 'en', theme: 'light', suffix: '-en' },
];

const drafts = {
  fr: 'bonjour Claire\nje vous envoie le le dossier demain matin , il manque encore la page 4\nmerci de me dire si cela vous convient',
  en: 'hello Claire\ni will send you the the file tomorrow morning , page 4 is still missing\nplease tell me if that suits you',
  es: '',
};

const dictations = {
  fr: [
    ['Bonjour Claire, la réunion de l’été est reportée à jeudi à dix heures.', 'Réunion'],
    ['Merci pour le devis. Je reviens vers vous avant la fin de la semaine.', 'Devis'],
    ['Pouvez-vous m’envoyer les photos du chantier avant lundi ?', 'Chantier'],
  ],
  en: [
    ['Hello Claire, the summer meeting has been moved to Thursday at ten.', 'Meeting'],
    ['Thank you for the quote. I will come back to you before the end of the week.', 'Quote'],
    ['Could you send me the pictures of the site before Monday?', 'Site'],
  ],
  es: [],
} as const;

/** Writes one picture: only what has come to rest is shown, and nothing as if a hand were on it. */
async function shoot(page: MailPage, name: string): Promise<void> {
  const file = path.join(folder, `${name}.png`);
  if (page instanceof ChromiumPage) await page.page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  await page.screenshot(file);
  const { size: bytes } = fs.statSync(file);
  console.log(`${name}.png ${Math.round(bytes / 1024)} KB`);
  if (bytes > largest) throw new Error(`${name}.png is larger than ${largest} bytes`);
}

/** One view at its own size, from its top; in the first look at 320 px as well. */
async function take(page: MailPage, { suffix }: Look, name: string, size: Size): Promise<void> {
  await page.resize(size.width, size.height);
  await page.evaluate(() => scrollTo(0, 0));
  await shoot(page, `${name}${suffix}`);
  if (suffix !== '') return;
  await page.resize(320, size.height);
  await page.evaluate(() => scrollTo(0, 0));
  await shoot(page, `${name}-320`);
  await page.resize(size.width, size.height);
}

async function choose(session: BrowserSession, settings: object): Promise<void> {
  const page = await session.openExtensionPage('options.html');
  await page.evaluate(async (value) => chrome.storage.local.set({ settings: value }), settings);
  await page.close();
}

function openMail(session: BrowserSession, host: Host, look: Look): Promise<MailPage> {
  const theme = look.theme === 'dark' ? '&theme=dark' : '';
  return openCompose(session, host, `fresh=1&compose=new&lang=${look.language}${theme}`);
}

async function shootMail(session: BrowserSession, host: Host, look: Look): Promise<void> {
  const page = await openMail(session, host, look);
  await untilNoted(page, host, () => page.type(drafts[look.language]));
  await shoot(page, `${host}-bar${look.suffix}`);
  if (host === 'gmail') {
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    await shoot(page, `gmail-review${look.suffix}`);
    await page.press('Escape');
    await page.waitFor('dialog', { state: 'hidden' });
  } else {
    await shootPicker(page, look.suffix);
    await page.focus(mailboxes.outlook.editor);
    await page.click('[data-action="dictate"]');
    await untilSpoken(page, 2);
    await shoot(page, `outlook-dictation${look.suffix}`);
  }
  await page.close();
}

async function shootPages(session: BrowserSession, look: Look): Promise<void> {
  for (const [name, address] of [
    ['welcome', 'welcome.html'],
    ['options', 'options.html'],
  ] as const) {
    const page = await session.openExtensionPage(address);
    await page.waitFor('main');
    await take(page, look, name, size);
    if (name === 'options') await takeOptions(page, look, 'options-shortcuts', '#shortcuts');
    await page.close();
  }
  const panel = await session.openExtensionPage('sidepanel.html#/dictation');
  await panel.waitFor('.dictation');
  await take(panel, look, 'panel', panelSize);
  await panel.close();
  await shootTemplates(session, look);
  await shootContacts(session, look);
  await shootPopup(session, look);
}

const clients = {
  fr: [
    'Prénom;Nom;Courriel;Société;Catégorie',
    'Claire;Martin;claire.martin@exemple.fr;Atelier Nord;Client',
    'Luc;Petit;luc.petit@exemple.fr;Petit et fils;Fournisseur',
    'Élodie;Garçon;elodie@exemple.fr;Mairie de Brest;Client',
    'Inès;Roux;ines.roux@gmial.com;;Client',
    'Paul;Lefèvre;paul.lefevre(at)exemple.fr;Studio Ouest;Presse',
    'Martin;Claire;c.martin@atelier-nord.fr;Atelier Nord;Client',
  ],
  en: [
    'First name;Last name;Email;Company;Category',
    'Claire;Marsh;claire.marsh@example.com;North Studio;Client',
    'Luke;Small;luke.small@example.com;Small and Sons;Supplier',
    'Priya;Nair;priya@example.com;Bristol City Council;Client',
    'Ines;Rossi;ines.rossi@gmial.com;;Client',
    'Paul;Lefevre;paul.lefevre(at)example.com;West Press;Press',
    'Marsh;Claire;c.marsh@north-studio.example;North Studio;Client',
  ],
  es: [],
} as const;
const closings = {
  fr: { name: 'Formule de politesse', html: '<div>Bien à vous,</div>' },
  en: { name: 'Closing', html: '<div>Kind regards,</div>' },
  es: { name: '', html: '' },
} as const;
const recipient = {
  fr: 'claire.martin@exemple.fr,',
  en: 'claire.marsh@example.com,',
  es: '',
} as const;

/** The contacts in the panel: none, a file as it is looked at, the list it becomes, one of them, doubles. */
async function shootContacts(session: BrowserSession, look: Look): Promise<void> {
  const panel = await session.openExtensionPage('sidepanel.html#/contacts');
  await panel.waitFor('.empty');
  await take(panel, look, 'contacts-empty', panelSize);
  await panel.click('.empty [data-action="import"]');
  await panel.waitFor('.drop');
  await take(panel, look, 'contacts-choose', panelSize);
  await chooseFile(
    panel,
    'input[name="contacts-file"]',
    'clients.csv',
    clients[look.language].join('\n'),
  );
  await panel.waitFor('.import-problems');
  await take(panel, look, 'contacts-import', longPanel);
  await panel.click('[data-action="import-contacts"]');
  await panel.waitFor('.contact-name');
  await panel.click('.toast .icon-button');
  await panel.waitFor('.toast', { state: 'hidden' });
  await take(panel, look, 'contacts', panelSize);
  await panel.click('[data-action="doubles"]');
  await panel.waitFor('.double');
  await take(panel, look, 'contacts-doubles', panelSize);
  await panel.click('[data-action="back"]');
  await panel.click('.virtual-row[data-row="0"] .contact-name');
  await panel.waitFor('input[name="contact-name"]');
  await take(panel, look, 'contact-editor', panelSize);
  await panel.close();
}

/** The popup with a mail in it, as it is without a relay. */
async function shootPopup(session: BrowserSession, look: Look): Promise<void> {
  const popup = await session.openExtensionPage('popup.html');
  await popup.waitFor('[data-action="dictate"]');
  await popup.click('input[name="to"]');
  await popup.type(recipient[look.language]);
  await popup.click('textarea[name="body"]');
  await popup.type(drafts[look.language]);
  await take(popup, look, 'popup', popupSize);
  await popup.close();
}

/** What somebody else has exported. */
function templateFile({ language }: Look): string {
  const { name, html } = closings[language];
  const templates = [{ name, html, language }];
  return JSON.stringify({ format: 'iapostemanager.templates', version: 1, templates });
}

/** The list, the editor and the preview of the templates, in the panel. */
async function shootTemplates(session: BrowserSession, look: Look): Promise<void> {
  const panel = await session.openExtensionPage('sidepanel.html#/templates');
  await panel.waitFor('[data-action="add-starters"]');
  await take(panel, look, 'templates-empty', panelSize);
  await panel.click('[data-action="add-starters"]');
  await panel.waitFor('.template');
  await panel.click('.toast .icon-button');
  await panel.waitFor('.toast', { state: 'hidden' });
  await take(panel, look, 'templates', panelSize);
  await chooseFile(panel, 'input[name="template-file"]', 'modeles.json', templateFile(look));
  await panel.waitFor('[data-action="add-imported"]');
  await take(panel, look, 'templates-import', panelSize);
  await panel.click('[data-action="close-import"]');
  await panel.waitFor('[data-action="add-imported"]', { state: 'hidden' });
  await panel.click('.template-open');
  await panel.waitFor('.rich-text');
  await take(panel, look, 'template-editor', longPanel);
  await panel.click('label:has(input[value="source"])');
  await panel.waitFor('.template-source');
  await take(panel, look, 'template-source', longPanel);
  await panel.click('label:has(input[value="preview"])');
  await panel.waitFor('.paper');
  await take(panel, look, 'template-preview', longPanel);
  await panel.close();
}

/** One part of the options, from its top. */
async function takeOptions(page: MailPage, look: Look, name: string, part: string): Promise<void> {
  const toPart = () =>
    page.evaluate((wanted) => document.querySelector(wanted)?.scrollIntoView(), part);
  await page.resize(size.width, size.height);
  await toPart();
  await shoot(page, `${name}${look.suffix}`);
  if (look.suffix !== '') return;
  await page.resize(320, 640);
  await toPart();
  await shoot(page, `${name}-320`);
  await page.resize(size.width, size.height);
}

/** Choosing a template in a draft, and completing it. */
async function shootPicker(page: MailPage, suffix: string): Promise<void> {
  await page.focus(mailboxes.outlook.editor);
  await page.click('[data-action="templates"]');
  await page.waitFor('[role="option"]');
  await shoot(page, `outlook-templates${suffix}`);
  await page.press('Enter');
  await page.waitForText('.picker-preview-text', /./);
  await shoot(page, `outlook-template-form${suffix}`);
  await page.press('Escape');
  await page.waitFor('dialog', { state: 'hidden' });
}

fs.mkdirSync(folder, { recursive: true });
for (const look of looks) {
  const { language, theme } = look;
  const session = await launchSession('chromium', {
    extensionFolder: path.join(root, '.output/chrome-mv3'),
    viewport: size,
    // The relay of the pictures listens on this machine.
    grantHosts: ['http://127.0.0.1/*'],
    // The page cannot see what moves inside our closed shadow roots: nothing moves.
    chromium: { reducedMotion: true },
  });
  try {
    const dictation = { browserService: 'refused' };
    await choose(session, { language, theme, dictation });
    const empty = await session.openExtensionPage('sidepanel.html#/dictation');
    await empty.waitFor('.empty-title');
    await take(empty, look, 'panel-empty', panelSize);
    await empty.close();
    const now = Date.now();
    await fillHistory(
      session,
      dictations[language].map(([text, subject], index) => ({
        text,
        subject,
        host: index === 1 ? 'outlook' : 'gmail',
        createdAt: now - (index * 26 + 1) * 3_600_000,
      })),
    );
    await shootPages(session, look);
    await shootBatches(session, {
      language,
      take: (page, name, height = 680) => take(page, look, name, { width: 380, height }),
      takeOptions: (page, name) => takeOptions(page, look, name, '#relay'),
      takePopup: (page, name) => take(page, look, name, popupSize),
    });
    // In the mailbox the bar finds out by itself what it stands in.
    await choose(session, { language, theme: 'auto', dictation });
    await shootMail(session, 'gmail', look);
    await shootMail(session, 'outlook', look);
  } finally {
    await session.close();
  }
}
