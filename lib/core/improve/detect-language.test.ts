import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language';

describe('detectLanguage', () => {
  it.each([
    ['Je vous envoie le dossier demain.', 'fr'],
    ['merci beaucoup', 'fr'],
    ["C'est parfait !", 'fr'],
    ['Please send me the report.', 'en'],
    ["I'm late", 'en'],
    ['Le envío el informe mañana, muchas gracias.', 'es'],
    ['¿Puede venir?', 'es'],
    ['Ich komme morgen nicht.', 'unknown'],
    ['OK 12:30', 'unknown'],
    ['', 'unknown'],
    ['Bonjour John, le meeting de demain est annulé, see you soon.', 'fr'],
  ])('%j → %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
