import { AudioLines, Globe, Server } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '@/lib/core/settings/settings';
import { browser } from '@/lib/platform/browser';
import { currentTranslate } from '@/lib/platform/translate';
import { hasRecogniser, refreshServerState, serverState } from './options-set-up';
import { changeSettings, pageSettings } from './options-settings';

type Choice = 'browser' | 'server' | 'none';

/** What the settings say now; null before anything was chosen. */
function chosen({ dictation, server }: Settings): Choice | null {
  if (server.baseUrl !== '' && dictation.prefer === 'server') return 'server';
  if (dictation.browserService === 'allowed') return 'browser';
  return dictation.browserService === 'refused' ? 'none' : null;
}

/** Who turns the voice into text. Choosing the server leads to its settings. */
export function VoiceChoice() {
  const t = currentTranslate.value;
  const stored = chosen(pageSettings.value);
  const [wantsServer, setWantsServer] = useState(false);
  const value = wantsServer ? 'server' : stored;
  useEffect(() => void refreshServerState(), []);
  const choose = (choice: Choice): void => {
    setWantsServer(choice === 'server');
    void changeSettings('voice', (now) => ({
      ...now,
      dictation: {
        ...now.dictation,
        prefer: choice === 'browser' ? 'browser' : 'server',
        // A server of one's own says nothing about the browser's service: that stays as it was.
        browserService:
          choice === 'server'
            ? now.dictation.browserService
            : choice === 'browser'
              ? 'allowed'
              : 'refused',
      },
    }));
  };
  const rest = { value, onChoose: choose };
  const recogniser = hasRecogniser();
  return (
    <div class="choices" role="radiogroup" aria-labelledby="step-2">
      <Option
        {...rest}
        choice="browser"
        disabled={!recogniser}
        icon={<Globe size={20} strokeWidth={1.9} />}
        title={t('settings.welcome.voiceBrowser')}
        hint={t(
          recogniser ? 'settings.welcome.voiceBrowserHint' : 'settings.welcome.voiceBrowserMissing',
        )}
      />
      <Option
        {...rest}
        choice="server"
        icon={<Server size={20} strokeWidth={1.9} />}
        title={t('settings.welcome.voiceServer')}
        hint={t('settings.welcome.voiceServerHint')}
      />
      {value === 'server' && serverState.value !== 'ready' && (
        <button
          type="button"
          class="link-button choice-next"
          data-action="open-server"
          onClick={() =>
            void browser.tabs.create({ url: `${browser.runtime.getURL('/options.html')}#server` })
          }
        >
          {t('settings.welcome.serverOpen')}
        </button>
      )}
      <Option
        {...rest}
        choice="none"
        icon={<AudioLines size={20} strokeWidth={1.9} />}
        title={t('settings.welcome.voiceNone')}
        hint={t('settings.welcome.voiceNoneHint')}
      />
    </div>
  );
}

interface OptionProps {
  choice: Choice;
  value: Choice | null;
  icon: ComponentChildren;
  title: string;
  hint: string;
  disabled?: boolean;
  onChoose(choice: Choice): void;
}

function Option({ choice, value, icon, title, hint, disabled, onChoose }: OptionProps) {
  return (
    <label class="choice">
      <input
        type="radio"
        name="voice"
        value={choice}
        checked={value === choice}
        disabled={disabled}
        onChange={() => onChoose(choice)}
      />
      <span class="choice-icon" aria-hidden="true">
        {icon}
      </span>
      <span class="choice-text">
        <span class="field-label">{title}</span>
        <span class="field-hint">{hint}</span>
      </span>
    </label>
  );
}
