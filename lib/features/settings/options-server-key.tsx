import { KeyRound } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { improvePageMessages } from '@/lib/features/improve/messages';
import { currentTranslate } from '@/lib/platform/translate';
import { hasKey, refreshServerState } from './options-set-up';
import { pageSettings, showSaved } from './options-settings';

/** The key goes in and never comes back: the page only learns whether one is there. */
export function ServerKeyField({ local }: { local: boolean }) {
  const t = currentTranslate.value;
  const [replacing, setReplacing] = useState(false);
  const [typed, setTyped] = useState('');
  const save = async (key: string): Promise<void> => {
    const { baseUrl } = pageSettings.value.server;
    await improvePageMessages.send('improve.saveKey', { key, baseUrl });
    setTyped('');
    setReplacing(false);
    await refreshServerState();
    showSaved('server');
  };
  if (hasKey.value && !replacing) {
    return (
      <div class="key-saved">
        <KeyRound size={18} strokeWidth={1.9} aria-hidden="true" />
        <span class="key-text">{t('settings.server.keySaved')}</span>
        <Button kind="quiet" name="replace-key" onPress={() => setReplacing(true)}>
          {t('settings.server.keyReplace')}
        </Button>
        <Button kind="quiet" name="remove-key" onPress={() => void save('')}>
          {t('settings.server.keyRemove')}
        </Button>
      </div>
    );
  }
  return (
    <Field
      label={t('settings.server.key')}
      hint={t(local ? 'settings.server.keyLocal' : 'settings.server.keyHint')}
    >
      {(control) => (
        <div class="input-row">
          <input
            {...control}
            class="input"
            type="password"
            name="server-key"
            autocomplete="off"
            spellcheck={false}
            placeholder={t('settings.server.keyPlaceholder')}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed.trim() !== '') void save(typed);
            }}
          />
          <Button name="save-key" disabled={typed.trim() === ''} onPress={() => void save(typed)}>
            {t('settings.server.keySave')}
          </Button>
        </div>
      )}
    </Field>
  );
}
