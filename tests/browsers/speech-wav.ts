import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface SpeechWav {
  file: string;
  /** Seconds, pauses included. */
  duration: number;
}

export interface SpeechSettings {
  /** Voice of espeak-ng: `fr`, `en-gb`, `es`, … */
  voice: string;
  /** Seconds of silence before and after the words; the recorder starts a moment after the browser. */
  silenceBefore?: number;
  silenceAfter?: number;
}

/** Sentences that the tests speak. */
export const sentences = {
  fr: 'Je vous confirme notre rendez-vous de jeudi à quatorze heures, et je vous apporterai le devis.',
  en: 'The longer version of the catalogue looks right to me, please send it to the printer on Monday.',
} as const;

const folder = path.join(os.tmpdir(), 'iaposte-speech');

/**
 * Speaks a text into a 48 kHz, mono, 16 bit WAV: what Chromium's fake microphone plays. Kept by content,
 * so that each text is spoken once on a machine.
 */
export function speechWav(text: string, settings: SpeechSettings): SpeechWav {
  const { voice, silenceBefore = 0.5, silenceAfter = 0.5 } = settings;
  const key = createHash('sha256')
    .update(JSON.stringify([text, voice, silenceBefore, silenceAfter]))
    .digest('hex')
    .slice(0, 16);
  const file = path.join(folder, `${key}.wav`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true });
    // Made under another name and moved, since test workers run at the same time.
    const spoken = path.join(folder, `${key}.${process.pid}.raw.wav`);
    const finished = path.join(folder, `${key}.${process.pid}.wav`);
    execFileSync('espeak-ng', ['-v', voice, '-s', '150', '-w', spoken, text]);
    const format = ['-r', '48000', '-c', '1', '-b', '16', '-e', 'signed-integer'];
    const pad = ['pad', String(silenceBefore), String(silenceAfter)];
    execFileSync('sox', [spoken, ...format, finished, ...pad, 'norm', '-3']);
    fs.rmSync(spoken);
    fs.renameSync(finished, file);
  }
  // 48,000 samples of two bytes a second after the 44 bytes of the header.
  return { file, duration: (fs.statSync(file).size - 44) / 96_000 };
}
