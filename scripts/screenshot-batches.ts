// Pictures of the relay section and of the batch view, taken with a real relay and mail server of this machine.
import type { InterfaceLanguage } from '../lib/core/settings/settings.ts';
import { type MailPage, waitUntil } from '../tests/browsers/mail-page.ts';
import { connectRelay, startRelayWorld } from '../tests/browsers/relay-world.ts';
import type { BrowserSession } from '../tests/browsers/session.ts';

export interface BatchShots {
  language: InterfaceLanguage;
  /** What comes after the subject in the file's name. */
  suffix: string;
  shoot(page: MailPage, name: string): Promise<void>;
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
    ['Hugh', 'Morris', 'contact@north-studio.example'],
    ['Ines', 'Garcia', 'ines.garcia(at)example.es'],
    ['Luke', 'Small', 'L.Small@example.org'],
  ],
  es: [],
} as const;
const others = {
  fr: { first: 'Léa', last: 'Martin', domain: 'exemple.fr', company: 'Société' },
  en: { first: 'Leah', last: 'Marsh', domain: 'example.com', company: 'Company' },
  es: { first: '', last: '', domain: '', company: '' },
} as const;

function table(language: InterfaceLanguage): string {
  const { first, last, domain, company } = others[language];
  const many = Array.from({ length: 60 }, (_, index) => [
    first,
    last,
    `${first}.${last}${index}@${domain}`
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase(),
  ]);
  const rows = [...people[language], ...many].map((person, index) =>
    [...person, `${company} ${index + 1}`].join('\t'),
  );
  return [texts[language].headers, ...rows].join('\n');
}

async function setValue(page: MailPage, field: string, value: string): Promise<void> {
  await page.waitFor(field);
  await page.evaluate(
    (selector, next) => {
      const control = document.querySelector(selector) as HTMLInputElement;
      control.value = next;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    },
    field,
    value,
  );
}

/** Connects, prepares one batch step by step, and shows it while it is paused half-way. */
export async function shootBatches(
  session: BrowserSession,
  { language, suffix, shoot }: BatchShots,
): Promise<void> {
  const world = await startRelayWorld();
  const { name, subject, body } = texts[language];
  try {
    const options = await connectRelay(session, world);
    await options.evaluate(() => document.querySelector('#relay')?.scrollIntoView());
    await options.screenshot(`docs/screenshots/relay${suffix}.png`);
    await options.close();
    const page = await session.openExtensionPage('sidepanel.html#/batches');
    const take = async (subjectOfPicture: string): Promise<void> => {
      await page.resize(380, 680);
      await shoot(page, `${subjectOfPicture}${suffix}`);
      if (suffix !== '') return;
      await page.resize(320, 640);
      await shoot(page, `${subjectOfPicture}-320`);
    };
    await page.waitFor('.empty-title');
    await take('batches-empty');
    await page.click('[data-action="new-batch"]');
    await page.click('[data-action="paste-table"]');
    await setValue(page, 'textarea[name="pasted"]', table(language));
    await page.click('[data-action="take-pasted"]');
    await page.click('.problems-toggle');
    await take('batch-recipients');
    await page.click('[data-action="take-suggestion"]');
    await page.click('[data-action="skip-all"]');
    await page.click('[data-action="next-step"]');
    await setValue(page, 'input[name="batch-name"]', name);
    await setValue(page, 'input[name="subject"]', subject);
    await setValue(page, 'textarea[name="body"]', body);
    await take('batch-message');
    await page.click('[data-action="next-step"]');
    await page.waitFor('.rules');
    // The mail stands in a frame that a process of its own draws: only a second look is sure to see it.
    await page.resize(380, 680);
    await page.screenshot('out/first-look.png');
    await take('batch-check');
    await page.click('[data-action="next-step"]');
    await page.click('label:has(input[value="limited"])');
    await setValue(page, 'input[name="per-minute"]', '600');
    await take('batch-send');
    for (const [, , address] of people[language].slice(3, 4)) world.refused.add(address);
    await page.click('[data-action="send-batch"]');
    await world.smtp.untilReceived(22);
    await page.click('[data-action="pause-batch"]');
    await page.waitFor('.tag[data-state="paused"]');
    await waitUntil(
      async () => (await page.count('.recipients .skeleton-line')) === 0,
      () => 'the rows',
    );
    await take('batch-progress');
    await page.click('.back-link');
    await page.waitFor('.batch-rows');
    await take('batches');
    await page.close();
  } finally {
    await world.close();
  }
}
