import { defineMessages } from '@/lib/platform/define-messages';

/** A mail that can be used again. `subject` and `html` hold LiquidJS variables. */
export interface Template {
  id: string;
  name: string;
  category: string;
  language: 'fr' | 'en' | 'es';
  subject: string;
  html: string;
  /** What is typed before Tab in a draft, without the slash; empty when there is none. */
  shortcut: string;
  favourite: boolean;
  createdAt: number;
  updatedAt: number;
}

/** What a compose window may ask: its user picks a template there. */
export const templateMessages = defineMessages<{
  /** Best matches first, at most `limit`; an empty query answers favourites, then the last used. */
  'templates.search': (data: { query: string; limit: number }) => Template[];
  'templates.get': (data: { id: string }) => Template | null;
}>('compose');
