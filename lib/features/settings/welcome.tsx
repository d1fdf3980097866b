import { ArrowRight, Check } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Logo } from '@/components/logo';
import { browser } from '@/lib/platform/browser';
import { boundShortcuts } from '@/lib/platform/shortcuts';
import { currentTranslate } from '@/lib/platform/translate';
import { followMicrophone, microphone } from './options-microphone';
import { MicrophoneCard } from './options-microphone-card';
import { changeSettings } from './options-settings';
import { VoiceChoice } from './welcome-voice';

/** The first minute: three sentences, the microphone, who writes down, and off to the mail. */
export function WelcomePage() {
  const t = currentTranslate.value;
  useEffect(() => {
    void followMicrophone();
    void changeSettings('welcome', (now) => ({ ...now, welcomed: true }));
  }, []);
  useEffect(() => {
    document.title = `IAPosteManager · ${t('settings.welcome.title')}`;
  }, [t]);
  return (
    <main class="welcome">
      <header class="welcome-head">
        <Logo size={64} />
        <h1 class="welcome-title">{t('settings.welcome.title')}</h1>
        <p>{t('settings.welcome.one')}</p>
        <p>{t('settings.welcome.two')}</p>
        <p>{t('settings.welcome.three')}</p>
      </header>
      <Step
        number={1}
        title={t('settings.welcome.stepMicrophone')}
        done={microphone.value === 'granted'}
      >
        {microphone.value === 'prompt' && (
          <p class="card-lead">
            {t('settings.welcome.microphoneLead')}{' '}
            {import.meta.env.FIREFOX && t('settings.welcome.microphoneFirefox')}
          </p>
        )}
        <MicrophoneCard primary />
      </Step>
      <Step number={2} title={t('settings.welcome.stepVoice')}>
        <VoiceChoice />
      </Step>
      <Step number={3} title={t('settings.welcome.stepStart')}>
        <Start />
      </Step>
    </main>
  );
}

interface StepProps {
  number: number;
  title: string;
  done?: boolean;
  children: ComponentChildren;
}

function Step({ number, title, done = false, children }: StepProps) {
  const t = currentTranslate.value;
  return (
    <section class="card step-card" aria-labelledby={`step-${number}`}>
      <h2 class="card-title step-title" id={`step-${number}`}>
        <span class="step-number" data-done={done}>
          {done ? <Check size={16} strokeWidth={2.4} aria-hidden="true" /> : number}
        </span>
        {title}
        {done && <span class="only-spoken">{` · ${t('settings.welcome.done')}`}</span>}
      </h2>
      {children}
    </section>
  );
}

/** Mail sites to begin with. */
const mail = [
  { id: 'gmail', url: 'https://mail.google.com/' },
  { id: 'outlook', url: 'https://outlook.live.com/mail/' },
] as const;

function Start() {
  const t = currentTranslate.value;
  const [keys, setKeys] = useState('Alt+Shift+D');
  // One strong button a page: the microphone first, the mail once it is allowed.
  const ready = microphone.value === 'granted';
  useEffect(() => {
    void boundShortcuts().then((all) => {
      const dictate = all.find(({ name }) => name === 'dictate');
      if (dictate && dictate.keys.length > 0) setKeys(dictate.keys.join('+'));
    });
  }, []);
  return (
    <>
      <p class="card-lead">
        {t('settings.welcome.startLead', { keys })} {t('settings.welcome.reload')}
      </p>
      <div class="input-row">
        {mail.map(({ id, url }, index) => (
          <Button
            key={id}
            kind={index === 0 && ready ? 'primary' : 'plain'}
            name={`open-${id}`}
            icon={<ArrowRight size={18} strokeWidth={1.9} aria-hidden="true" />}
            onPress={() => void browser.tabs.create({ url })}
          >
            {t(`settings.welcome.${id}`)}
          </Button>
        ))}
      </div>
    </>
  );
}
