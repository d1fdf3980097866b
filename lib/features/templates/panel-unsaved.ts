import { readChoice, readCount, readObject, readText } from '@/lib/core/read-value';
import { interfaceLanguages } from '@/lib/core/settings/settings';
import { dropUnsaved, keepUnsaved, readUnsaved, unsavedKeys } from '@/lib/platform/unsaved';
import { type TemplateSave, templatePageMessages } from './messages';

/** Templates that the disk did not take (it is full, say): they wait beside it, whatever becomes of the panel. */
const prefix = 'templates.unsaved:';

export function keepUnsavedTemplate(save: TemplateSave): boolean {
  return keepUnsaved(`${prefix}${save.id}`, save);
}

export function dropUnsavedTemplate(id: string): void {
  dropUnsaved(`${prefix}${id}`);
}

/** What was kept of this template; null when it is on the disk. */
export function readUnsavedTemplate(id: string): TemplateSave | null {
  const kept = readUnsaved(`${prefix}${id}`);
  if (kept === null) return null;
  const { content, session, basedOn } = readObject(kept);
  const known = readObject(content);
  const [name, category, subject, html, shortcut] = [
    'name',
    'category',
    'subject',
    'html',
    'shortcut',
  ].map((part) => readText(known[part])) as [string, string, string, string, string];
  const language = readChoice(known.language, interfaceLanguages, 'en');
  const favourite = known.favourite === true;
  return {
    id,
    content: { name, category, language, subject, html, shortcut, favourite },
    session: readText(session),
    basedOn: readCount(basedOn),
  };
}

/** Saves what earlier pages could not. Answers the id of a template that still cannot be saved. */
export async function saveUnsavedTemplates(): Promise<string | null> {
  let left: string | null = null;
  for (const key of unsavedKeys(prefix)) {
    const kept = readUnsavedTemplate(key.slice(prefix.length));
    if (!kept) continue;
    try {
      await templatePageMessages.send('templates.save', kept);
      dropUnsavedTemplate(kept.id);
    } catch {
      left = kept.id;
    }
  }
  return left;
}
