export const contacts = {
  'contacts.name': 'Contacts',
} as const;
