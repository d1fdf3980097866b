import { Mic, Square } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Meter } from '@/components/meter';
import { closeMicrophone, openMicrophone } from '@/lib/platform/microphone';
import { createLevelMeter } from '@/lib/platform/recorder-level';
import { currentTranslate } from '@/lib/platform/translate';
import { refreshMicrophone } from './options-microphone';

/** Above this level of the meter (0–1) someone is speaking, not breathing. */
const speech = 0.45;

/** A moving proof that the microphone hears; records nothing. */
export function MicrophoneTest({ autoStart = false }: { autoStart?: boolean }) {
  const t = currentTranslate.value;
  const [level, setLevel] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const [heard, setHeard] = useState(false);
  const stop = useRef<() => void>(() => undefined);

  const start = async (): Promise<void> => {
    setHeard(false);
    try {
      stop.current = await listen((next) => {
        setLevel(next);
        if (next !== null && next > speech) setHeard(true);
      });
      setRunning(true);
    } catch {
      await refreshMicrophone();
    }
  };
  const end = (): void => {
    stop.current();
    setRunning(false);
    setLevel(null);
  };
  useEffect(() => {
    if (autoStart) void start();
    return () => stop.current();
  }, []);

  return (
    <div class="mic-test">
      {running ? (
        <Button
          name="stop-test"
          icon={<Square size={14} fill="currentColor" aria-hidden="true" />}
          onPress={end}
        >
          {t('settings.microphone.stopTest')}
        </Button>
      ) : (
        <Button
          name="test"
          icon={<Mic size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => void start()}
        >
          {t('settings.microphone.test')}
        </Button>
      )}
      {running && <Meter level={level} />}
      <span class="mic-heard" role="status">
        {running && t(heard ? 'settings.microphone.heard' : 'settings.microphone.speak')}
      </span>
    </div>
  );
}

/** Opens the microphone and tells its level with each frame, until the answered function is called. */
async function listen(onLevel: (level: number | null) => void): Promise<() => void> {
  const stream = await openMicrophone();
  const meter = createLevelMeter(stream);
  let frame = 0;
  const tick = (): void => {
    onLevel(meter.read());
    frame = requestAnimationFrame(tick);
  };
  tick();
  return () => {
    cancelAnimationFrame(frame);
    meter.close();
    closeMicrophone(stream);
  };
}
