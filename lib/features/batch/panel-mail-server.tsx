import { useEffect, useState } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';
import { type Batch, batchPageMessages } from './messages';
import { asksForPatience } from './panel-words';

/** Mails that leave tell more often than this that the mail server takes them; milliseconds. */
const firstLook = 1_500;
const nextLook = 5_000;
/** The relay tries the first ones first: among these is one that has come back, if any has. */
const looked = 100;

/**
 * What the mail server (or the way to it) said while the mails of a running batch wait for it; null while they leave. A
 * mail that was given back without a try is no failure: the relay tries it again by itself, as often as it takes.
 */
export function useServerSilence(batch: Batch | null): string | null {
  const [words, setWords] = useState<string | null>(null);
  const id = batch?.id ?? '';
  const waits = batch?.state === 'running' && batch.counts.pending + batch.counts.sending > 0;
  useEffect(() => {
    setWords(null);
    if (!waits) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async (): Promise<void> => {
      const wish = { id, state: 'pending' as const, limit: looked };
      const page = await batchPageMessages.send('batch.recipients', wish).catch(() => null);
      if (over) return;
      // On the wire at this moment, it says nothing: what was known stays until a mail has left.
      const back = page?.items.find(({ attempts, lastError }) => attempts === 0 && lastError);
      if (back) setWords(back.lastError);
      timer = setTimeout(() => void look(), nextLook);
    };
    timer = setTimeout(() => void look(), firstLook);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, waits, batch?.counts.sent, batch?.counts.failed]);
  return words;
}

/** Mails wait because the mail server cannot be reached, or has sent the relay away for a while: said in plain words, its own are one press away. */
export function ServerSilence({ words }: { words: string }) {
  const t = currentTranslate.value;
  return (
    <details class="warning" data-level="rule" data-warning="mail-server">
      <summary>{t(asksForPatience(words) ? 'batch.serverPatience' : 'batch.serverSilent')}</summary>
      <p class="server-words">
        {t('batch.serverSaid')} <code>{words}</code>
      </p>
    </details>
  );
}
