import type { FileTemplate } from '@/lib/core/templates/template-file';

/** A template of which nothing is written yet. */
export function blankTemplate(language: FileTemplate['language']): FileTemplate {
  return {
    name: '',
    category: '',
    language,
    subject: '',
    html: '',
    shortcut: '',
    favourite: false,
  };
}
