import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import type { MailPageCheck } from '@/lib/features/check-mail-page';
import type { Catalogue } from '@/lib/locales/catalogue';
import { defineMessages } from '@/lib/platform/define-messages';

export type OwnPage = 'options' | 'welcome' | 'panel';

/** What a mail page needs to know of the settings: words and looks, no server and no key. */
export interface ComposeEnvironment {
  language: InterfaceLanguage;
  /** The sentences a mail page can need (`common.`, `compose.`, `dictation.`, `improve.`, `templates.`, `error.`). */
  catalogue: Partial<Catalogue>;
  theme: 'auto' | 'light' | 'dark';
  disabledFeatures: string[];
  /** See lib/platform/script-copies: the name of the event with which a newer copy takes over. */
  takeover: string;
}

/** What a mail page may ask. */
export const settingsMessages = defineMessages<{
  'settings.environment': (nothing: undefined) => ComposeEnvironment;
  /** Opens one of our own pages; `panel` needs a click or a key press just before. */
  'settings.openPage': (request: { page: OwnPage }) => void;
}>('compose');

/** What the self-check knows of one mail tab. */
export interface CheckedTab {
  hostName: string;
  /** Null when nothing of ours answers there: opened before us, asleep, or not loaded yet. */
  check: MailPageCheck | null;
}

/** What only our own pages may ask. */
export const settingsPageMessages = defineMessages<{
  'settings.selfCheck': (nothing: undefined) => CheckedTab[];
}>('pages');
