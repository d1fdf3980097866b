import { CircleAlert, CircleCheck, Mic } from 'lucide-preact';
import { Button } from '@/components/button';
import { currentTranslate } from '@/lib/platform/translate';
import { allowMicrophone, microphone, refreshMicrophone } from './options-microphone';
import { MicrophoneTest } from './options-microphone-test';

/** State of the microphone and the one thing to do about it. */
export function MicrophoneCard({ primary = false }: { primary?: boolean }) {
  const t = currentTranslate.value;
  const state = microphone.value;
  if (state === null) return null;
  const good = state === 'granted';
  const Icon = good ? CircleCheck : state === 'prompt' ? Mic : CircleAlert;
  return (
    <div class="mic" data-state={state}>
      <p class="mic-state" role="status">
        <Icon size={18} strokeWidth={1.9} aria-hidden="true" />
        <span>{t(`settings.microphone.${state}`)}</span>
      </p>
      {good && <MicrophoneTest />}
      {state === 'prompt' && (
        <Button
          kind={primary ? 'primary' : 'plain'}
          name="allow-microphone"
          icon={<Mic size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => void allowMicrophone()}
        >
          {t('settings.microphone.allow')}
        </Button>
      )}
      {state === 'denied' && <UndoRefusal />}
      {(state === 'denied' || state === 'missing') && (
        <Button name="check-microphone" onPress={() => void checkAgain()}>
          {t('settings.microphone.check')}
        </Button>
      )}
    </div>
  );
}

/** Asks only when the browser would show a question: silent refusals earn a block. */
async function checkAgain(): Promise<void> {
  await refreshMicrophone();
  if (microphone.value === 'prompt') await allowMicrophone();
}

function UndoRefusal() {
  const t = currentTranslate.value;
  const maker = import.meta.env.FIREFOX ? 'undoFirefox' : 'undoChrome';
  return (
    <div class="mic-undo">
      <h3 class="mic-undo-title">{t('settings.microphone.undoTitle')}</h3>
      <ol>
        {([1, 2, 3] as const).map((step) => (
          <li key={step}>{t(`settings.microphone.${maker}${step}`)}</li>
        ))}
      </ol>
    </div>
  );
}
