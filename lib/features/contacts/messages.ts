import { defineMessages } from '@/lib/platform/define-messages';

/** Somebody to write to. Never sent anywhere by itself. */
export interface Contact {
  id: string;
  /** Lower-cased address. */
  email: string;
  name: string;
  organisation: string;
  category: string;
  /** Free fields by their name, usable as template variables. */
  fields: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}

export interface ContactPage {
  items: Contact[];
  /** How many match, of which `items` may be the first part. */
  total: number;
}

/** What only our own pages may ask. */
export const contactPageMessages = defineMessages<{
  /** By name; `query` finds name, address and organisation, whatever accents and capitals. */
  'contacts.search': (data: { query: string; category?: string; limit: number }) => ContactPage;
  /** The categories there are, in alphabetical order. */
  'contacts.categories': (data: undefined) => string[];
}>('pages');
