import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { runSteps } from '../../scripts/run-steps.ts';
import { heardSentence, mailboxes, runJourney } from '../browsers/journey.ts';
import { MailPage, type WaitSettings } from '../browsers/mail-page.ts';
import { describeTarget, type Probe, type Target } from '../browsers/page-probe.ts';
import { sentences } from '../browsers/speech-wav.ts';

/** A page where everything goes well, but that the draft never takes the text. */
class LosingPage extends MailPage {
  readonly browser = 'chromium';
  readonly errors: string[] = [];
  #changes = 0;
  #typed = '';
  #dialog = true;

  goto = async (): Promise<void> => undefined;
  reload = async (): Promise<void> => undefined;
  url = async (): Promise<string> => mailboxes.gmail.home;
  screenshot = async (): Promise<void> => undefined;
  resize = async (): Promise<void> => undefined;
  bringToFront = async (): Promise<void> => undefined;
  close = async (): Promise<void> => undefined;
  protected clickAt = async (): Promise<void> => undefined;

  async type(text: string): Promise<void> {
    this.#typed += text;
  }

  async press(chord: string): Promise<void> {
    if (chord === 'Control+Enter') this.#dialog = false;
  }

  evaluate(): Promise<never> {
    // The draft as HTML, before and after.
    return Promise.resolve('<div>Good morning Priya,</div>' as never);
  }

  override waitForText(target: Target, words: string | RegExp, settings: WaitSettings = {}) {
    return super.waitForText(target, words, { ...settings, timeout: 200 });
  }

  protected async probe({ operation, target }: Probe): Promise<unknown> {
    const css = 'css' in target ? target.css : describeTarget(target);
    switch (operation) {
      case 'place':
        return { visible: this.#dialog || !css.startsWith('dialog'), x: 1, y: 1, coveredBy: '' };
      case 'attribute':
        this.#changes += 1;
        return String(this.#changes);
      case 'text':
        return this.#textOf(css);
      case 'count':
        // Two changes in each column, one of which leaves nothing behind.
        return css.endsWith('del.change-place') ? 1 : 2;
      default:
        return true;
    }
  }

  #textOf(css: string): string {
    if (css === '.live') return '0:01 0:02 0:03 0:04 0:05 0:06 0:07 0:08 0:09';
    if (css === 'dialog') return sentences.en;
    if (css === 'dialog .review-summary') return '2 changes';
    // What was typed into the review stands there, what was typed into the draft in the draft.
    const [greeting = '', added = ''] = this.#typed.split('\n');
    return css === 'dialog textarea' ? heardSentence('en') + added : greeting;
  }
}

test('npm start -- --once fails when the draft does not hold the text, and names the step @chromium (without a browser)', async () => {
  const said: string[] = [];
  const complaints: string[] = [];
  const open = async (): Promise<MailPage> => new LosingPage();
  const session = { browser: 'chromium', newPage: open, openExtensionPage: open } as const;
  const ai = { received: () => [], setAnswer: () => undefined };
  const code = await runSteps(
    async ({ begin }) => {
      await runJourney({ session, ai, host: 'gmail', language: 'en', say: begin });
    },
    (line) => said.push(line),
    (line) => complaints.push(line),
  );
  expect(code).toBe(1);
  expect(said.at(-1)).toContain('ok  have them improved');
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(/^FAILED: accept and insert .*\n.*to read The longer version/);

  // The process itself: in a folder where nothing was built, the first step fails.
  const empty = test.info().outputPath('empty');
  mkdirSync(empty, { recursive: true });
  const runner = path.resolve('scripts/practice.ts');
  const ended = spawnSync('node', [runner, 'once', 'chromium'], { cwd: empty, encoding: 'utf8' });
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^FAILED: start the relay/);
});
