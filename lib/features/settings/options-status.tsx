import { Check, Circle, Minus } from 'lucide-preact';
import { currentTranslate } from '@/lib/platform/translate';
import { microphone } from './options-microphone';
import { Section } from './options-section';
import { hasRecogniser, serverHost, serverState } from './options-set-up';
import { pageSettings } from './options-settings';

interface Line {
  id: 'microphone' | 'voice' | 'improve' | 'server';
  state: 'ready' | 'missing' | 'optional';
  text: string;
  /** Section that changes it. */
  target: string;
}

const icons = { ready: Check, missing: Circle, optional: Minus };

/** What works now and what does not, each with its reason and its place. */
export function StatusSection() {
  const t = currentTranslate.value;
  const lines = [microphoneLine(), voiceLine(), improveLine(), serverLine()];
  return (
    <Section id="status" title={t('settings.status.title')}>
      <ul class="status">
        {lines.map(({ id, state, text, target }) => {
          const Icon = icons[state];
          return (
            <li key={id} class="status-line" data-state={state} data-line={id}>
              <span class="status-icon" aria-hidden="true">
                <Icon size={15} strokeWidth={2.4} />
              </span>
              <span class="status-text">
                <span class="field-label">{t(`settings.status.${id}`)}</span>
                <span class="only-spoken">{` (${t(`settings.status.${state}`)})`}</span>
                <span class="field-hint">{text}</span>
              </span>
              {state !== 'ready' && (
                <a class="status-link" href={`#${target}`}>
                  {t('settings.status.setUp')}
                  <span class="only-spoken">{` · ${t(`settings.status.${id}`)}`}</span>
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function microphoneLine(): Line {
  const t = currentTranslate.value;
  const state = microphone.value ?? 'prompt';
  return {
    id: 'microphone',
    state: state === 'granted' ? 'ready' : 'missing',
    text: t(`settings.microphone.${state}`),
    target: 'dictation',
  };
}

function voiceLine(): Line {
  const t = currentTranslate.value;
  const { dictation, server } = pageSettings.value;
  const ready = serverState.value === 'ready' && server.transcriptionModel !== '';
  const browser = hasRecogniser() ? dictation.browserService : 'refused';
  const line = { id: 'voice', state: 'ready', target: 'dictation' } as const;
  if (browser === 'allowed' && (!ready || dictation.prefer === 'browser')) {
    return { ...line, text: t('settings.status.voiceBrowser') };
  }
  if (ready) return { ...line, text: t('settings.status.voiceServer', { host: serverHost.value }) };
  if (browser === 'ask') return { ...line, text: t('settings.status.voiceAsk') };
  return {
    ...line,
    state: 'missing',
    text: t('settings.status.voiceNone'),
    target: hasRecogniser() ? 'dictation' : 'server',
  };
}

function improveLine(): Line {
  const t = currentTranslate.value;
  const text =
    serverState.value === 'ready'
      ? t('settings.status.improveServer', { host: serverHost.value })
      : t('settings.status.improveOffline');
  return { id: 'improve', state: 'ready', text, target: 'server' };
}

function serverLine(): Line {
  const t = currentTranslate.value;
  const host = serverHost.value;
  const line = { id: 'server', state: 'missing', target: 'server' } as const;
  switch (serverState.value) {
    case 'none':
      return { ...line, state: 'optional', text: t('settings.status.serverNone') };
    case 'no-key':
      return { ...line, text: t('settings.status.serverNoKey', { host }) };
    case 'no-permission':
      return { ...line, text: t('settings.status.serverNoPermission', { host }) };
    default:
      return { ...line, state: 'ready', text: t('settings.status.serverReady', { host }) };
  }
}
