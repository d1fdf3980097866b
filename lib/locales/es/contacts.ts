export const contacts = {
  'contacts.name': 'Contactos',
} as const;
