import { Laptop, Plug } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { parseRelayAddress } from '@/lib/core/relay/parse-relay-address';
import { browser } from '@/lib/platform/browser';
import { currentTranslate } from '@/lib/platform/translate';
import { attempt, cancelConnect, connectLocal, connectTo } from './options-connection';

const problems = {
  empty: 'relay-account.addressEmpty',
  'no-scheme': 'relay-account.addressWrong',
  'not-a-url': 'relay-account.addressWrong',
  credentials: 'relay-account.addressCredentials',
  insecure: 'relay-account.addressInsecure',
  query: 'relay-account.addressWrong',
} as const;

function openTab(url: string): void {
  void browser.tabs.create({ url });
}

/** The address of a relay, or the one on this computer; nothing is asked anywhere before a press. */
export function ConnectForm({ initial }: { initial: string }) {
  const t = currentTranslate.value;
  const [typed, setTyped] = useState(initial);
  const [error, setError] = useState('');
  const busy = attempt.value.step === 'checking';
  const parsed = parseRelayAddress(typed);
  const connect = (): void => {
    if (parsed.ok) void connectTo(parsed.origin, openTab);
    else setError(t(problems[parsed.problem]));
  };
  return (
    <>
      <Field
        label={t('relay-account.address')}
        hint={t('relay-account.addressHint')}
        error={error || undefined}
      >
        {(control) => (
          <div class="input-row">
            <input
              {...control}
              class="input"
              type="text"
              name="relay-address"
              inputMode="url"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              placeholder="https://"
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                setError('');
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !busy) connect();
              }}
            />
            <Button
              kind="primary"
              name="connect-relay"
              busy={busy}
              icon={<Plug size={18} strokeWidth={1.9} aria-hidden="true" />}
              onPress={connect}
            >
              {t('relay-account.connect')}
            </Button>
          </div>
        )}
      </Field>
      <LocalRelay />
    </>
  );
}

/** The relay on this computer with one press; which one, when there are several. */
function LocalRelay() {
  const t = currentTranslate.value;
  const now = attempt.value;
  if (now.step === 'choose') {
    return (
      <fieldset class="relay-choice">
        <legend class="field-label">{t('relay-account.whichLocal')}</legend>
        {now.origins.map((origin) => (
          <Button
            key={origin}
            name={`connect-to-${new URL(origin).port}`}
            onPress={() => void connectTo(origin, openTab)}
          >
            {new URL(origin).host}
          </Button>
        ))}
        <Button kind="quiet" name="cancel-choice" onPress={cancelConnect}>
          {t('common.cancel')}
        </Button>
      </fieldset>
    );
  }
  return (
    <div class="row">
      <p class="field-hint">{t('relay-account.localHint')}</p>
      <Button
        name="connect-local-relay"
        disabled={now.step === 'checking'}
        icon={<Laptop size={18} strokeWidth={1.9} aria-hidden="true" />}
        onPress={() => void connectLocal(openTab)}
      >
        {t('relay-account.connectLocal')}
      </Button>
    </div>
  );
}
