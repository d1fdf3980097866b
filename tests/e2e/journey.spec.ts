import {
  configureServer,
  runJourney,
  spokenSentence,
  startJourneyServer,
} from '../browsers/journey.ts';
import { expect, test } from './fixtures.ts';

for (const host of ['gmail', 'outlook'] as const) {
  for (const language of ['fr', 'en'] as const) {
    test(`39, 29: speak a mail in ${host}, improve it, see it land (${language})`, async ({
      start,
    }) => {
      const ai = await startJourneyServer(language);
      const session = await start({ microphoneWav: spokenSentence(language).file });
      await configureServer(session, ai);
      const report = await runJourney({ session, ai, host, language });
      // What the person said arrives whole: Chromium's microphone plays the WAV, Firefox's a tone.
      if (report.audio) {
        expect(report.audio.correlation).toBeGreaterThanOrEqual(0.9);
        expect(Math.abs(report.audio.durationDifference)).toBeLessThanOrEqual(0.3);
      }
      for (const request of ai.received('chat')) {
        expect(request.headers.authorization).toBe('Bearer sk-practice');
      }
      await ai.close();
    });
  }
}
