import type { en } from '@/lib/locales/en';

/** Every message id. English is the typed source; the other languages must have the same ids. */
export type MessageKey = keyof typeof en;

/** One language: every id with its sentence. */
export type Catalogue = Readonly<Record<MessageKey, string>>;

type NamesIn<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? (Slot extends `${infer Name}|${string}` ? Name : Slot) | NamesIn<Rest>
  : never;

/** The values a message needs, read from its `{slots}`. */
export type MessageParameters<Key extends MessageKey> = {
  [Name in NamesIn<(typeof en)[Key]>]: string | number;
};
