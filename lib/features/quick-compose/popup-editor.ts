import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { EditorAdapter } from '@/lib/compose/compose-adapter';
import type { ComposeEditor } from '@/lib/compose/compose-editor';
import { createComposeEditor } from '@/lib/compose/create-compose-editor';
import { LiveParts } from '@/lib/compose/live-parts';
import { defaultSettings } from '@/lib/core/settings/settings';
import type { ComposeEnvironment } from '@/lib/features/compose-environment';
import type { ComposeContext } from '@/lib/features/compose-feature';
import { composeFeatures } from '@/lib/features/compose-features';
import { openComposeWindow } from '@/lib/features/compose-window';
import { followStoredSettings } from '@/lib/platform/settings-store';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { DraftInHand } from './popup-draft';

/** The text of the popup as a compose window, so that every feature of mail pages works here too. */
function createQuickEditor(
  field: HTMLTextAreaElement,
  root: HTMLElement,
  draft: DraftInHand,
  signal: AbortSignal,
): ComposeEditor {
  const adapter: EditorAdapter = {
    host: 'quick-compose',
    insertMethod: 'exec-command',
    isForeign: () => false,
    subject: () => draft.now().subject,
    recipients: () => ({
      to: draft.now().to.map(({ address, name }) => (name ? `${name} <${address}>` : address)),
      cc: [],
      bcc: [],
    }),
    subjectField: (window) => window.querySelector('input[name="subject"]'),
    sendButton: (window) => window.querySelector('[data-action="send"]'),
  };
  const evidence = { host: 'quick-compose' as const, ranks: {} };
  const parts = new LiveParts({ element: field, root, kind: 'new', evidence });
  return createComposeEditor(adapter, parts, signal, null);
}

/** Width of the window in CSS pixels from which on the buttons of the bar have room for their words. */
const wideEnough = 400;

/** Opens the bar of the popup in `slot`, with dictation, improvement and templates, until `until` aborts. */
export async function openQuickWindow(
  place: { field: HTMLTextAreaElement; root: HTMLElement; slot: HTMLElement },
  draft: DraftInHand,
  until: AbortSignal,
  showNotice: ComposeContext['showNotice'],
): Promise<void> {
  const environment = await followEnvironment(until);
  if (until.aborted) return;
  openComposeWindow({
    editor: createQuickEditor(place.field, place.root, draft, until),
    features: composeFeatures,
    environment,
    pageSignal: until,
    showNotice,
    mount: (_, bar) => {
      bar.dataset.mode = 'toolbar';
      const fitWords = (): void => {
        bar.dataset.room = innerWidth < wideEnough ? 'narrow' : 'wide';
      };
      fitWords();
      addEventListener('resize', fitWords, { signal: until });
      place.slot.append(bar);
    },
  });
}

async function followEnvironment(until: AbortSignal): Promise<ReadonlySignal<ComposeEnvironment>> {
  const settings = signal(defaultSettings);
  await followStoredSettings((next) => {
    settings.value = next;
  }, until);
  return computed(() => ({
    language: currentLanguage.value,
    t: currentTranslate.value,
    theme: settings.value.theme,
    disabledFeatures: settings.value.disabledFeatures,
    takeover: '',
  }));
}
