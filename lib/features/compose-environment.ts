import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import { settingsMessages } from '@/lib/features/settings/messages';
import { onSettingsChanged } from '@/lib/platform/settings-changes';
import { createTranslate, type Translate } from '@/lib/platform/translate';

/** What every compose window needs to know of the user's choices. Holds no key and no address. */
export interface ComposeEnvironment {
  readonly language: InterfaceLanguage;
  readonly t: Translate;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly disabledFeatures: readonly string[];
  /** The event with which a newer copy of ours takes over; the page must never learn it. */
  readonly takeover: string;
}

async function readEnvironment(): Promise<ComposeEnvironment> {
  const answer = await settingsMessages.send('settings.environment');
  return {
    ...answer,
    t: createTranslate(answer.catalogue, answer.language),
  };
}

/**
 * Asks the background for the user's choices and keeps them fresh, so that a change in the options is
 * seen in open compose windows at once. The content script never holds catalogues of other languages.
 */
export async function liveEnvironment(
  until: AbortSignal,
): Promise<ReadonlySignal<ComposeEnvironment>> {
  let environment: Signal<ComposeEnvironment> | undefined;
  let asked = 0;
  let told = 0;
  const ask = async (): Promise<Signal<ComposeEnvironment>> => {
    asked += 1;
    const turn = asked;
    const next = await readEnvironment();
    environment ??= signal(next);
    // An answer that was overtaken by a later one is old.
    if (turn > told) {
      told = turn;
      environment.value = next;
    }
    return environment;
  };
  // Before the first question: a change while it is answered would be missed.
  // Where the extension was updated under us, what is shown stays as it is.
  onSettingsChanged(() => void ask().catch(() => undefined), until);
  return ask();
}
