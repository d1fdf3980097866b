import { useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { type BaseUrlProblem, parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import type { MessageKey } from '@/lib/locales/catalogue';
import { currentTranslate } from '@/lib/platform/translate';
import { refreshServerState } from './options-set-up';
import { changeSettings, pageSettings } from './options-settings';
import { useTyped } from './options-typed';

const problems = {
  empty: 'improve.baseUrlEmpty',
  'no-scheme': 'improve.baseUrlNoScheme',
  'not-a-url': 'improve.baseUrlNotAUrl',
  credentials: 'improve.baseUrlCredentials',
  insecure: 'improve.baseUrlInsecure',
  query: 'improve.baseUrlQuery',
} as const satisfies Record<BaseUrlProblem, MessageKey>;

/** Saves an address as soon as it can be used, and says at the field why another one cannot. */
export function ServerAddressField() {
  const t = currentTranslate.value;
  const stored = pageSettings.value.server.baseUrl;
  const { value, type, saved } = useTyped(stored);
  const [left, setLeft] = useState(false);
  const parsed = parseBaseUrl(value);
  const error = !parsed.ok && left ? t(problems[parsed.problem]) : undefined;
  const save = async (text: string): Promise<void> => {
    setLeft(true);
    const address = parseBaseUrl(text);
    if (!address.ok) return;
    if (address.url !== stored) {
      await changeSettings('server', (now) => ({
        ...now,
        server: { ...now.server, baseUrl: address.url },
      }));
    }
    saved(text);
    await refreshServerState();
  };
  return (
    <Field
      label={t('settings.server.baseUrl')}
      hint={
        parsed.ok && parsed.hint
          ? t('settings.server.missingVersion')
          : t('settings.server.baseUrlHint')
      }
      error={error}
    >
      {(control) => (
        <input
          {...control}
          class="input"
          type="url"
          name="base-url"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          value={value}
          onInput={(event) => {
            type(event.currentTarget.value);
            setLeft(false);
          }}
          onChange={(event) => void save(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
