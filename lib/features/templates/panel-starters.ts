import { AppError } from '@/lib/core/app-error';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import { browser } from '@/lib/platform/browser';
import { templatePageMessages } from './messages';

/**
 * Adds the ready-made templates of one language; those that are there already stay as they are. They
 * lie in the package as the same file that people exchange. Answers how many were added.
 */
export async function addStarters(language: InterfaceLanguage): Promise<number> {
  const address = browser.runtime.getURL(`/starter-templates/${language}.json` as '/');
  const [{ readTemplateFile }, answer] = await Promise.all([
    import('@/lib/core/templates/template-file'),
    fetch(address),
  ]);
  const reading = readTemplateFile(await answer.text());
  if ('problems' in reading) throw new AppError('unknown', { detail: 'starter templates' });
  const { templates } = reading;
  const { added } = await templatePageMessages.send('templates.import', {
    templates,
    dryRun: false,
  });
  return added;
}
