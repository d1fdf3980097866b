import { detectLanguage, type TextLanguage } from '@/lib/core/improve/detect-language';

export function offlinePolish(text: string, language: 'auto' | TextLanguage): string {
  void (language === 'auto' ? detectLanguage(text) : language);
  return text;
}
