import fs from 'node:fs';
import path from 'node:path';
import { copyExtensionWithHosts } from './extension-copy.ts';

/** Runs in the recorder's page: a recogniser on the device that hears one more of these words every 200 ms. */
function recognizeWords(words: readonly string[]): void {
  class Planted extends EventTarget {
    static available = async (): Promise<string> => 'available';
    #count = 0;
    #timer: ReturnType<typeof setInterval> | undefined;
    start(): void {
      this.#timer = setInterval(() => {
        this.#count += 1;
        this.#tell(false);
      }, 200);
    }
    stop(): void {
      clearInterval(this.#timer);
      this.#tell(true);
      this.dispatchEvent(new Event('end'));
    }
    abort(): void {
      clearInterval(this.#timer);
    }
    #tell(isFinal: boolean): void {
      const transcript = words.slice(0, this.#count).join(' ');
      const results = [Object.assign([{ transcript }], { isFinal })];
      this.dispatchEvent(Object.assign(new Event('result'), { resultIndex: 0, results }));
    }
  }
  Object.assign(globalThis, { SpeechRecognition: Planted });
}

/**
 * Copies Chrome's build for a browser whose own recogniser works: headless Chromium has none that does.
 * @returns the folder of the copy; the caller removes it
 */
export function copyWithRecognizer(
  buildFolder: string,
  hosts: readonly string[],
  sentence: string,
): string {
  const copy = copyExtensionWithHosts(buildFolder, hosts);
  const page = path.join(copy, 'offscreen.html');
  const source = `(${recognizeWords})(${JSON.stringify(sentence.split(' '))});`;
  fs.writeFileSync(path.join(copy, 'recognizer.js'), source);
  const html = fs.readFileSync(page, 'utf8');
  fs.writeFileSync(page, html.replace('<script', '<script src="/recognizer.js"></script><script'));
  return copy;
}
