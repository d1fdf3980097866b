import { useRef, useState } from 'preact/hooks';
import { interfaceLanguages } from '@/lib/core/settings/settings';
import { saveFile } from '@/lib/platform/save-file';
import { currentTranslate } from '@/lib/platform/translate';
import { templatePageMessages } from './messages';
import { ImportDialog } from './panel-import';
import { addStarters } from './panel-starters';
import { attempt, toast } from './panel-state';

/** Below the list: where templates are kept, files in and out, the ready-made ones again. */
export function ListTools() {
  const t = currentTranslate.value;
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const restore = (language: (typeof interfaceLanguages)[number]): void =>
    void attempt(async () => {
      const count = await addStarters(language);
      const text =
        count === 0
          ? t('templates.panel.startersThere')
          : t('templates.panel.startersAdded', { count });
      toast.value = { text };
    });
  return (
    <footer class="template-tools">
      <span>{t('templates.panel.tools')}</span>
      <span class="template-tool-row">
        <button
          type="button"
          class="link-button"
          data-action="import"
          onClick={() => picker.current?.click()}
        >
          {t('templates.panel.import')}
        </button>
        <button
          type="button"
          class="link-button"
          data-action="export"
          onClick={() => void attempt(exportFile)}
        >
          {t('templates.panel.export')}
        </button>
        <input
          ref={picker}
          type="file"
          name="template-file"
          accept=".json,application/json"
          aria-label={t('templates.import.title')}
          tabIndex={-1}
          class="only-spoken"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            // The same file chosen again is a new choice.
            event.currentTarget.value = '';
          }}
        />
      </span>
      <span class="template-tool-row">
        <span>{t('templates.panel.startersIn')}</span>
        {interfaceLanguages.map((language) => (
          <button
            key={language}
            type="button"
            class="link-button"
            data-starters={language}
            onClick={() => restore(language)}
          >
            {t(`templates.language.${language}`)}
          </button>
        ))}
      </span>
      {file && <ImportDialog file={file} onClose={() => setFile(null)} />}
    </footer>
  );
}

/** Saves all templates as a file. */
async function exportFile(): Promise<void> {
  const text = await templatePageMessages.send('templates.export');
  saveFile('iaposte-templates.json', 'application/json', text);
}
