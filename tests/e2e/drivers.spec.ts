import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import OpenAI from 'openai';
import { startAiServer } from '../browsers/ai-server.ts';
import { compareAudio } from '../browsers/compare-audio.ts';
import { type BrowserSession, launchSession } from '../browsers/session.ts';
import { sentences, speechWav } from '../browsers/speech-wav.ts';

/** A stand-in for our interface: a bar in a closed shadow root, with a nested one inside. */
function plantBar(): void {
  const bar = document.createElement('iaposte-bar');
  bar.style.cssText = 'position:fixed;top:120px;left:300px;z-index:99';
  const shadow = bar.attachShadow({ mode: 'closed' });
  const button = document.createElement('button');
  button.dataset.action = 'dictate';
  button.setAttribute('aria-label', 'Dictate');
  const inner = document.createElement('iaposte-level');
  const nested = inner.attachShadow({ mode: 'closed' });
  const output = document.createElement('output');
  nested.append(output);
  button.addEventListener('click', (event) => {
    output.textContent = `trusted: ${event.isTrusted}`;
  });
  shadow.append(button, inner);
  document.body.append(bar);
}

test.describe('browser driver', () => {
  let session: BrowserSession | undefined;
  test.beforeAll(async () => {
    session = await launchSession(test.info().project.name as 'chromium' | 'firefox');
  });
  test.afterAll(async () => session?.close());

  test('clicks and reads inside closed shadow roots with trusted input', async () => {
    const page = await session!.newPage('https://mail.google.com/mail/u/0/');
    // The empty page that the browser began with; a person's window is left without it too.
    expect(await session!.closeBlankPages()).toBe(1);
    expect(await session!.closeBlankPages()).toBe(0);
    await page.evaluate(plantBar);
    await page.click('[data-action=dictate]');
    await page.waitForText('output', 'trusted: true');
    await page.click({ role: 'button', name: /^Dict/ });
    const bar = await page.snapshot('iaposte-bar');
    expect(bar).toContainEqual({ role: 'button', name: 'Dictate', state: [] });
    await page.close();
  });

  test('refuses to click what is covered, and says by what', async () => {
    const page = await session!.newPage('https://mail.google.com/mail/u/0/');
    await page.evaluate(() => {
      const cover = document.createElement('div');
      cover.className = 'cover';
      cover.style.cssText = 'position:fixed;inset:0;z-index:99';
      document.body.append(cover);
    });
    await expect(page.click('.T-I-KE', { timeout: 300 })).rejects.toThrow('div.cover');
    await page.close();
  });

  test('reaches no host but the mailbox', async () => {
    const page = await session!.newPage();
    await expect(page.goto('https://example.com/')).rejects.toThrow();
    await page.close();
  });

  test('answers under every mail host, and follows Outlook’s redirect', async () => {
    const page = await session!.newPage();
    for (const host of ['outlook.live.com', 'outlook.office365.com']) {
      await page.goto(`https://${host}/mail/?lang=fr`);
      await page.waitFor({ role: 'button', name: 'Nouveau courrier' });
    }
    await page.goto('https://outlook.office.com/mail/?redirect=1');
    expect(await page.url()).toContain('https://outlook.cloud.microsoft/mail/');
    await page.close();
  });
});

test.describe('AI server', () => {
  test('streams, transcribes, fails as told and writes everything down', async () => {
    const server = await startAiServer({
      transcription: 'Bonjour.',
      answer: () => 'Un deux trois.',
    });
    const client = new OpenAI({ baseURL: server.url, apiKey: 'secret', maxRetries: 0 });
    const request = { model: 'gpt-test', messages: [{ role: 'user' as const, content: 'x' }] };
    let streamed = '';
    for await (const part of await client.chat.completions.create({ ...request, stream: true })) {
      streamed += part.choices[0]?.delta.content ?? '';
    }
    expect(streamed).toBe('Un deux trois.');
    const file = new File([new Uint8Array([1, 2, 3])], 'speech.webm', { type: 'audio/webm' });
    const heard = await client.audio.transcriptions.create({
      file,
      model: 'gpt-transcribe',
      language: 'fr',
    });
    expect(heard.text).toBe('Bonjour.');
    const [received] = server.received('transcription');
    expect(received?.fields).toMatchObject({ model: 'gpt-transcribe', language: 'fr' });
    expect([...(received?.file?.bytes ?? [])]).toEqual([1, 2, 3]);
    expect(received?.headers.authorization).toBe('Bearer secret');

    server.failNext({ kind: 'status', status: 429, retryAfter: 7 });
    const refused = await client.chat.completions.create(request).catch((error) => error);
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.headers.get('retry-after')).toBe('7');
    server.failNext({ kind: 'cut', afterCharacters: 300 });
    const cut = await client.chat.completions.create({ ...request, stream: true });
    await expect(async () => {
      for await (const _ of cut);
    }).rejects.toThrow();
    server.failNext({ kind: 'hang' }, { endpoint: 'transcription' });
    const waiting = client.audio.transcriptions.create({ file, model: 'm' }, { timeout: 200 });
    await expect(waiting).rejects.toThrow(/timed out/i);
    await server.close();
  });
});

test.describe('audio comparison', () => {
  test('knows a recording of the same speech from another one', async () => {
    const french = speechWav(sentences.fr, { voice: 'fr' });
    const english = speechWav(sentences.en, { voice: 'en-gb' });
    const webm = path.join(test.info().outputDir, 'speech.webm');
    fs.mkdirSync(path.dirname(webm), { recursive: true });
    execFileSync('ffmpeg', ['-v', 'error', '-i', french.file, '-c:a', 'libopus', webm]);
    const recording = fs.readFileSync(webm);
    const same = compareAudio(recording, french.file);
    expect(same.correlation).toBeGreaterThan(0.98);
    expect(Math.abs(same.durationDifference)).toBeLessThan(0.1);
    expect(compareAudio(recording, english.file).correlation).toBeLessThan(0.8);
  });
});
