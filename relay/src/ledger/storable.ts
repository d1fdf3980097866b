/** What a database can hold: no half of a surrogate pair, and no NUL, which no mail may contain either (RFC 5322). */
export const storable = (text: string) => text.toWellFormed().replaceAll('\0', '');
