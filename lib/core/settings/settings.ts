/** A language the interface speaks. */
export const interfaceLanguages = ['fr', 'en', 'es'] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];

/**
 * Everything the user can choose. Stored under one key in `storage.local`. Keys of servers are not here:
 * they live in the secret store (lib/platform/secrets).
 */
export interface Settings {
  language: 'auto' | InterfaceLanguage;
  theme: 'auto' | 'light' | 'dark';
  /** An OpenAI-compatible server of the user's own. */
  server: {
    /** Root of the API with its version, e.g. `https://api.openai.com/v1`. Empty = not set. */
    baseUrl: string;
    /** Model for `/chat/completions`. */
    chatModel: string;
    /** Model for `/audio/transcriptions`. */
    transcriptionModel: string;
  };
  dictation: {
    /** Language spoken; `auto` = the interface language. */
    language: 'auto' | InterfaceLanguage;
    /**
     * May the browser's own recogniser be used when it sends audio to the browser maker's service?
     * `ask` until the user has said so once; recognition on the device needs no consent.
     */
    browserService: 'ask' | 'allowed' | 'refused';
    /** Which engine gives the final text when several can. */
    prefer: 'server' | 'browser';
    /** Keep the audio beside the text after a transcription. */
    keepAudio: boolean;
  };
  /** Mail hosts on which the extension shows itself. */
  hosts: { gmail: boolean; outlook: boolean };
  /** Set once the welcome page was finished or dismissed. */
  welcomed: boolean;
  /** Feature ids the user has turned off. */
  disabledFeatures: string[];
}

/** Reads one stored value; anything but a right one becomes the default. */
type Reader<T> = (stored: unknown) => T;
type Readers<T> = { readonly [Name in keyof T]: Reader<T[Name]> };

const oneOf =
  <const T>(allowed: readonly T[], otherwise: T): Reader<T> =>
  (stored) =>
    allowed.find((value) => value === stored) ?? otherwise;

const text =
  (otherwise: string): Reader<string> =>
  (stored) =>
    typeof stored === 'string' ? stored : otherwise;

const flag =
  (otherwise: boolean): Reader<boolean> =>
  (stored) =>
    typeof stored === 'boolean' ? stored : otherwise;

const texts: Reader<string[]> = (stored) =>
  Array.isArray(stored) ? stored.filter((value) => typeof value === 'string') : [];

function part<T extends object>(readers: Readers<T>): Reader<T> {
  return (stored) => {
    const known = typeof stored === 'object' && stored !== null ? stored : {};
    const entries = Object.entries(readers as Record<string, Reader<unknown>>).map(
      // Own properties only: a stored `__proto__` or `constructor` must not speak for a setting.
      ([name, read]) => [
        name,
        read(Object.hasOwn(known, name) ? Reflect.get(known, name) : undefined),
      ],
    );
    return Object.fromEntries(entries) as T;
  };
}

const spoken = ['auto', ...interfaceLanguages] as const;

/**
 * Reads stored settings value by value: what is missing, damaged or from another version becomes its
 * default, the rest is kept, so that a bad write never locks anyone out. Never throws.
 */
export const parseSettings: Reader<Settings> = part<Settings>({
  language: oneOf(spoken, 'auto'),
  theme: oneOf(['auto', 'light', 'dark'], 'auto'),
  server: part({
    baseUrl: text(''),
    chatModel: text('gpt-5-mini'),
    transcriptionModel: text('gpt-transcribe'),
  }),
  dictation: part({
    language: oneOf(spoken, 'auto'),
    browserService: oneOf(['ask', 'allowed', 'refused'], 'ask'),
    prefer: oneOf(['server', 'browser'], 'server'),
    keepAudio: flag(true),
  }),
  hosts: part({ gmail: flag(true), outlook: flag(true) }),
  welcomed: flag(false),
  disabledFeatures: texts,
});

export const defaultSettings: Settings = parseSettings({});
