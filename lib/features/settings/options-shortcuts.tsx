import { useEffect, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { type BoundShortcut, boundShortcuts, openShortcutPage } from '@/lib/platform/shortcuts';
import { currentTranslate } from '@/lib/platform/translate';
import { Section } from './options-section';

const names = {
  dictate: 'settings.shortcuts.dictate',
  improve: 'settings.shortcuts.improve',
  'open-panel': 'settings.shortcuts.openPanel',
  _execute_action: 'settings.shortcuts.quickCompose',
} as const;

/** The keys as they are bound now; another extension may have taken one. */
export function ShortcutsSection() {
  const t = currentTranslate.value;
  const [bound, setBound] = useState<BoundShortcut[]>([]);
  useEffect(() => {
    const read = (): void => void boundShortcuts().then(setBound);
    read();
    // They are changed in another tab: look again on the way back.
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, []);
  return (
    <Section
      id="shortcuts"
      title={t('settings.shortcuts.title')}
      lead={t('settings.shortcuts.lead')}
    >
      <dl class="shortcuts">
        {bound.map(({ name, keys }) => (
          <div key={name} class="shortcut">
            <dt>{name in names ? t(names[name as keyof typeof names]) : name}</dt>
            <dd>
              {keys.length === 0 && <span class="field-hint">{t('settings.shortcuts.none')}</span>}
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <Button name="change-shortcuts" onPress={() => void openShortcutPage()}>
          {t('settings.shortcuts.change')}
        </Button>
      </div>
    </Section>
  );
}
