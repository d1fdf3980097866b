import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { defineMessages } from '@/lib/platform/define-messages';

/** Tells pages of other features that contacts were changed. */
export { watchContacts } from './changes';

/** Somebody to write to. Never sent anywhere by itself. */
export interface Contact extends ContactContent {
  id: string;
  createdAt: number;
  updatedAt: number;
}

export interface ContactPage {
  items: Contact[];
  /** How many match, of which `items` may be a part. */
  total: number;
}

/** What only our own pages may ask. */
export const contactPageMessages = defineMessages<{
  /**
   * By name, `limit` of them from the place `from` (0) on; `query` finds name, address, organisation
   * and free fields, whatever accents and capitals.
   */
  'contacts.search': (data: {
    query: string;
    category?: string;
    from?: number;
    limit: number;
  }) => ContactPage;
  /** The `limit` of them that were added or changed last, the latest first. */
  'contacts.recent': (data: { limit: number }) => Contact[];
  /** The categories there are, in alphabetical order. */
  'contacts.categories': (data: undefined) => string[];
}>('pages');
