// Pictures of the relay section and of the batch view, taken with a real relay and mail server of this machine.
import type { InterfaceLanguage } from '../lib/core/settings/settings.ts';
import { setValue } from '../tests/browsers/fill-fields.ts';
import { type MailPage, waitUntil } from '../tests/browsers/mail-page.ts';
import { connectRelay, type RelayWorld, startRelayWorld } from '../tests/browsers/relay-world.ts';
import type { BrowserSession } from '../tests/browsers/session.ts';

export interface BatchShots {
  language: InterfaceLanguage;
  /** A view of the panel, of the options at the relay, the popup: in every size that the look has. */
  take(page: MailPage, name: string, height?: number): Promise<void>;
  takeOptions(page: MailPage, name: string): Promise<void>;
  takePopup(page: MailPage, name: string): Promise<void>;
}

const texts = {
  fr: {
    headers: 'Prénom\tNom\tCourriel\tSociété',
    name: 'Vœux clients 2027',
    subject: 'Tous nos vœux, {{ prenom }}',
    body: 'Bonjour {{ prenom }},\n\nToute l’équipe vous souhaite une très belle année 2027, à vous et à {{ societe }}.\nMerci pour votre confiance.\n\nClaire, Atelier Nord',
  },
  en: {
    headers: 'First name\tLast name\tEmail\tCompany',
    name: 'Season’s greetings 2027',
    subject: 'Our best wishes, {{ first_name }}',
    body: 'Hello {{ first_name }},\n\nthe whole team wishes you and {{ company }} a very good 2027.\nThank you for your trust.\n\nClaire, North Studio',
  },
  es: { headers: '', name: '', subject: '', body: '' },
} as const;

/** A mail of the popup. */
const quick = {
  fr: {
    subject: 'Compte rendu de jeudi',
    body: 'Bonjour,\n\nvoici le compte rendu de jeudi.\n\nClaire',
  },
  en: {
    subject: 'Minutes of Thursday',
    body: 'Hello,\n\nhere are the minutes of Thursday.\n\nClaire',
  },
  es: { subject: '', body: '' },
} as const;

const people = {
  fr: [
    ['Anne', 'Bernard', 'a.bernard@exemple.fr'],
    ['Luc', 'Petit', 'l.petit@exemple.org'],
    ['Sarah', 'Roux', 's.roux@exemple.fr'],
    ['Hugo', 'Morel', 'contact@atelier-nord.fr'],
    ['Inès', 'García', 'ines.garcia(at)ejemplo.es'],
    ['Luc', 'Petit', 'L.Petit@exemple.org'],
  ],
  en: [
    ['Anne', 'Bernard', 'a.bernard@example.com'],
    ['Luke', 'Small', 'l.small@example.org'],
    ['Sarah', 'Rowe', 's.rowe@example.com'],
    ['Hugh', 'Morris', 'contact@north-studio.com'],
    ['Ines', 'Garcia', 'ines.garcia(at)ejemplo.es'],
    ['Luke', 'Small', 'L.Small@example.org'],
  ],
  es: [],
} as const;
const others = {
  fr: {
    person: ['Léa', 'Martin'],
    address: 'lea.martin',
    domain: 'exemple.fr',
    company: 'Société',
  },
  en: {
    person: ['Leah', 'Marsh'],
    address: 'leah.marsh',
    domain: 'example.com',
    company: 'Company',
  },
  es: { person: [], address: '', domain: '', company: '' },
} as const;

function table(language: InterfaceLanguage): string {
  const { person, address, domain, company } = others[language];
  const many = Array.from({ length: 60 }, (_, index) => [
    ...person,
    `${address}${index}@${domain}`,
  ]);
  const rows = [...people[language], ...many].map((cells, index) =>
    [...cells, `${company} ${index + 1}`].join('\t'),
  );
  return [texts[language].headers, ...rows].join('\n');
}

/** Connects, prepares one batch step by step, and shows it while it is paused half-way. */
export async function shootBatches(session: BrowserSession, shots: BatchShots): Promise<void> {
  const world = await startRelayWorld();
  const { take, takeOptions, takePopup } = shots;
  try {
    const options = await connectRelay(session, world, (page) => takeOptions(page, 'relay-code'));
    await takeOptions(options, 'relay');
    await options.close();
    const popup = await session.openExtensionPage('popup.html');
    await popup.waitFor('[data-action="send"]');
    await takePopup(popup, 'popup-relay');
    await sendOneByOne(popup, world, shots);
    await popup.close();
    const page = await session.openExtensionPage('sidepanel.html#/batches');
    await page.waitFor('.empty-title');
    await take(page, 'batches-empty');
    await page.click('.segment:nth-child(2)');
    await page.waitFor('.batch-row .tag[data-state="failed"]');
    await page.waitFor('.batch-row .tag[data-state="sent"]');
    await take(page, 'mails');
    await page.click('.batch-row:has(.tag[data-state="failed"])');
    await page.waitFor('.preview [data-part="subject"]');
    await page.screenshot('out/first-look.png');
    await take(page, 'mail');
    await page.click('[data-action="back"]');
    await page.click('.segment:nth-child(1)');
    await page.waitFor('.empty-title');
    await prepare(page, shots);
    for (const [, , address] of people[shots.language].slice(3, 4)) world.refused.add(address);
    for (const [, , address] of people[shots.language].slice(2, 3)) world.silenced.add(address);
    // The relay of the pictures runs on this computer: that its links lead nowhere has to be read.
    await page.click('input[name="agree-rules"]');
    await page.click('[data-action="send-batch"]');
    await world.smtp.untilReceived(22);
    await page.click('[data-action="pause-batch"]');
    await page.waitFor('.tag[data-state="paused"]');
    const rowsAreThere = () =>
      waitUntil(
        async () => (await page.count('.recipients .skeleton-line')) === 0,
        () => 'the rows',
      );
    await rowsAreThere();
    await take(page, 'batch-progress');
    await page.click('[data-action="show-uncertain"]');
    await page.waitFor('.tag[data-state="uncertain"]');
    await rowsAreThere();
    await page.click('.virtual-row[data-row="0"]');
    await page.waitFor('dialog [data-action="resolve-resend"]');
    await take(page, 'batch-uncertain');
    await page.press('Escape');
    await page.click('[data-action="back"]');
    await page.waitFor('.batch-rows');
    await take(page, 'batches');
    await page.click('.batch-row');
    await page.click('[data-action="cancel-batch"]');
    await page.click('[data-action="confirm-cancel-batch"]');
    await page.waitFor('.tag[data-state="cancelled"]');
    await page.click('.sent-mail summary');
    await page.waitFor('.sent-mail [data-part="subject"]');
    await page.evaluate(() => document.querySelector('.sent-mail')?.scrollIntoView());
    await take(page, 'batch-mail', 1500);
    await page.click('[data-action="copy-batch"]');
    await page.waitFor('dialog input[value="rest"]:checked');
    await take(page, 'batch-copy');
    await moveDeparture(page, shots);
    await page.close();
  } finally {
    await world.close();
  }
}

/** Two mails from the popup, of which one is refused. */
async function sendOneByOne(
  popup: MailPage,
  world: RelayWorld,
  { language, takePopup }: BatchShots,
): Promise<void> {
  const [one = [], other = []] = people[language];
  const { subject, body } = quick[language];
  world.refused.add(other[2] ?? '');
  await popup.click('input[name="to"]');
  await popup.type(`${one[2]}, ${other[2]},`);
  await setValue(popup, 'input[name="subject"]', subject);
  await setValue(popup, 'textarea[name="body"]', body);
  await popup.click('[data-action="send"]');
  await popup.waitFor('.notice[data-tone="error"]', { timeout: 30_000 });
  await takePopup(popup, 'popup-failed');
  world.refused.clear();
}

/** The copy of a batch that waits for its time, which is changed. */
async function moveDeparture(page: MailPage, { take }: BatchShots): Promise<void> {
  await page.click('[data-action="make-copy"]');
  await page.waitFor('[data-step="message"]');
  await page.click('[data-action="next-step"]');
  await page.waitFor('.preview');
  await page.click('[data-action="next-step"]');
  await page.click('label:has(input[value="later"])');
  await setValue(page, 'input[name="send-at"]', '2030-01-15T09:30');
  await page.click('input[name="agree-rules"]');
  await page.click('[data-action="send-batch"]');
  await page.click('[data-action="reschedule-batch"]', { timeout: 30_000 });
  await page.waitFor('dialog input[name="send-at"]');
  await take(page, 'batch-move');
}

/** The four steps of the wizard, each with what can be opened in it. */
async function prepare(page: MailPage, { language, take }: BatchShots): Promise<void> {
  const { name, subject, body } = texts[language];
  await page.click('[data-action="new-batch"]');
  await page.waitFor('.drop');
  await take(page, 'batch-sources');
  await page.click('[data-action="from-contacts"]');
  await page.click('.pick-rows .virtual-row[data-row="0"]');
  await page.click('.pick-rows .virtual-row[data-row="1"]');
  await take(page, 'batch-contacts');
  // The row was picked by a press: pressed again it is not.
  await page.click('.pick-rows .virtual-row[data-row="0"]');
  await page.click('.pick-rows .virtual-row[data-row="1"]');
  await page.click('[data-action="cancel-contacts"]');
  await page.waitFor('.drop');
  await page.click('[data-action="paste-table"]');
  await setValue(page, 'textarea[name="pasted"]', table(language));
  await take(page, 'batch-paste');
  await page.click('[data-action="take-pasted"]');
  await page.click('.problems-toggle');
  await take(page, 'batch-recipients');
  await page.click('[data-action="take-suggestion"]');
  await page.click('[data-action="skip-all"]');
  await page.click('[data-action="next-step"]');
  await setValue(page, 'input[name="batch-name"]', name);
  await setValue(page, 'input[name="subject"]', subject);
  await setValue(page, 'textarea[name="body"]', body);
  await take(page, 'batch-message');
  await page.click('[data-action="next-step"]');
  await page.waitFor('.rules');
  // The mail stands in a frame that a process of its own draws: only a second look is sure to see it.
  await page.screenshot('out/first-look.png');
  await take(page, 'batch-check', 1000);
  await page.click('.rules summary');
  await page.evaluate(() => document.querySelector('.rules-list')?.scrollIntoView());
  await take(page, 'batch-rules', 1500);
  await page.click('[data-action="next-step"]');
  await page.click('label:has(input[value="limited"])');
  await setValue(page, 'input[name="per-minute"]', '600');
  await take(page, 'batch-send');
  await page.click('label:has(input[value="later"])');
  await page.waitFor('input[name="send-at"]');
  await take(page, 'batch-schedule');
  await page.click('label:has(input[value="now"])');
}
