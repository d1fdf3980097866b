import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../relay/test/free-port.ts';
import { plantMailAccount } from '../../relay/test/plant-mail-account.ts';
import { runRelay, startRelay } from '../../relay/test/relay-process.ts';
import { base32, totp } from '../../relay/test/totp.ts';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { ChromiumPage } from '../browsers/chromium-page.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import { launchSession } from '../browsers/session.ts';
import { browserName, expect, test } from './fixtures.ts';

const EMAIL = 'claire.martin@exemple.fr';
const PASSWORD = 'a long enough password';

/** Fills the field with this id and goes on with Enter, as somebody without a mouse does. */
async function enter(page: MailPage, fields: Record<string, string>): Promise<void> {
  for (const [id, text] of Object.entries(fields)) {
    await page.focus(`#${id}`);
    await page.type(text);
  }
  await page.press('Enter');
}

/** Does what loads a page, and waits until that is there: the old one may have the same heading. */
async function leaveBy(page: MailPage, action: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset.left = '';
  });
  await action();
  await page.waitFor('html:not([data-left])');
}

/** The page has this heading, and axe finds nothing wrong with it, light and narrow. */
async function arriveAt(page: MailPage, heading: string): Promise<void> {
  await page.waitForText('h1', heading);
  expect(await checkAccessibility(page), heading).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow, `${heading} is wider than the window`).toBeLessThanOrEqual(0);
}

/** The same page in dark colours; they are the same in every browser, so one looks at them. */
async function inTheDark(page: MailPage): Promise<void> {
  if (!(page instanceof ChromiumPage)) return;
  await page.page.emulateMedia({ colorScheme: 'dark' });
  expect(await checkAccessibility(page), 'dark').toEqual([]);
  await page.page.emulateMedia({ colorScheme: 'light' });
}

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the shape of the parameter.
test('S5, S10: a person turns on the second step, signs in with it, and lets a device in', async ({}, info) => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'relay-pages-'));
  const env = { RELAY_DATA_DIR: dir, RELAY_PORT: String(await freePort()) };
  const base = `http://127.0.0.1:${env.RELAY_PORT}`;
  const made = runRelay(
    ['create-user', '--email', EMAIL, '--admin', '--password-stdin'],
    env,
    PASSWORD,
  );
  expect(made.status, made.stderr).toBe(0);
  const relay = await startRelay(env);
  const session = await launchSession(browserName(info.project.name), {
    viewport: { width: 360, height: 800 },
    allowNetwork: true,
  });
  try {
    const page = await session.newPage(`${base}/sign-in`);
    await leaveBy(page, () => page.click('footer button[value="en"]'));
    await arriveAt(page, 'Sign in');
    await enter(page, { email: EMAIL, password: PASSWORD });
    await arriveAt(page, 'Your account');

    await page.goto(`${base}/account/security`);
    await arriveAt(page, 'Security');
    await enter(page, { 'on-password': PASSWORD });
    await arriveAt(page, 'Turn on the second step');
    const secret = base32(((await page.text('.key')) ?? '').replace(/\s/g, ''));
    await enter(page, { code: '000000' });
    await page.waitForText('[role=alert]', 'not right');
    await page.waitFor('svg.qr');
    const step = Math.floor(Date.now() / 30_000);
    await enter(page, { code: totp(secret, step) });
    await arriveAt(page, 'Your recovery codes');
    const codes = (await page.text('.codes'))?.trim().split(/\s+/) ?? [];
    expect(codes.length).toBeGreaterThanOrEqual(8);
    await page.goto(`${base}/account/security`);
    await page.waitForText('.tag.on', 'On');
    expect(await page.text('main')).not.toContain(codes[0]);
    expect(await checkAccessibility(page)).toEqual([]);

    await page.click('header button');
    await enter(page, { email: EMAIL, password: PASSWORD });
    await arriveAt(page, 'Second step');
    await enter(page, { code: totp(secret, step) });
    await page.waitForText('[role=alert]', 'used before');
    await enter(page, { code: totp(secret, step + 1) });
    await arriveAt(page, 'Your account');

    const asked = await fetch(`${base}/api/auth/device/code`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: 'Test device', scope: 'send read' }),
    });
    const code = await asked.json();
    await page.goto(`${base}/device`);
    await arriveAt(page, 'Connect a device');
    await enter(page, { user_code: code.user_code.toLowerCase() });
    await page.waitForText('.big-code', code.user_code);
    await arriveAt(page, 'Connect a device');
    await page.click('button[value="approve"]');
    await arriveAt(page, 'Device connected');
    const granted = await fetch(`${base}/api/auth/device/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: code.device_code,
        client_id: 'Test device',
      }),
    });
    const { access_token: token } = await granted.json();
    const status = () =>
      fetch(`${base}/api/email/batches`, { headers: { authorization: `Bearer ${token}` } }).then(
        (answer) => answer.status,
      );
    expect(await status()).toBe(200);
    const stopped = await fetch(`${base}/api/email/suppressions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ address: 'jean.dupont@exemple.fr', reason: 'unsubscribed' }),
    });
    expect(stopped.status).toBe(201);
    await page.goto(`${base}/account/unsubscribed`);
    await page.click('details.wide summary');
    await arriveAt(page, 'Unsubscribed addresses');
    await inTheDark(page);
    await page.click('details.wide button');
    await page.waitForText('[role=status]', 'is allowed again');
    await page.waitForText('section.card', 'None: your mails go to everybody');
    await page.goto(`${base}/account/devices`);
    await page.waitForText('.rows', 'just now');
    await arriveAt(page, 'Devices');
    await page.click('.rows button');
    await page.waitForText('[role=status]', 'can do nothing');
    expect(await status()).toBe(401);

    await page.goto(`${base}/account/senders`);
    await page.waitForText('section.card', 'keeps your mails in its outbox');
    plantMailAccount(dir);
    await page.goto(`${base}/account/senders`);
    await page.click('details.wide:last-of-type summary');
    await page.click('details.wide summary');
    await arriveAt(page, 'Senders');
    await inTheDark(page);
    await enter(page, { 'perDomainMinute-planted': '60' });
    await page.waitForText('[role=status]', 'limits were saved');
    await page.waitForText('.rows', '60 a minute to one domain');
    // Corrected by keyboard: what cannot be tried is not kept, and stands there to be put right.
    await page.click('details.wide summary');
    await enter(page, { 'fromName-planted': 'Claire' });
    await page.waitForText('[role=alert]', 'stays as it was. For another server');
    await page.waitFor('#fromName-planted[value="Claire"]');
    await arriveAt(page, 'Senders');
    await page.goto(`${base}/people`);
    await arriveAt(page, 'People');
    await inTheDark(page);
    for (const [where, heading] of [
      ['/outbox', 'Outbox'],
      ['/u/nonsense', 'This link does not work'],
    ] as const) {
      await page.goto(base + where);
      await arriveAt(page, heading);
    }
    await page.goto(`${base}/account`);
    await page.click('footer button[value="fr"]');
    await arriveAt(page, 'Votre compte');
    await page.click('header button');
    await enter(page, { email: EMAIL, password: PASSWORD });
    await page.waitForText('h1', 'Deuxième étape');
    await enter(page, { code: codes[0] ?? '' });
    await arriveAt(page, 'Votre compte');
    expect(page.errors.filter((error) => !/status of 40[014]/.test(error))).toEqual([]);
  } finally {
    await session.close();
    await relay.kill();
    rmSync(dir, { recursive: true, force: true });
  }
});
