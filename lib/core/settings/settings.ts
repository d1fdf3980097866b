import { z } from 'zod';

/** A language the interface speaks. */
export const interfaceLanguages = ['fr', 'en', 'es'] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];

/** An OpenAI-compatible server. The key is not here: it lives in the secret store (lib/platform/secrets). */
const serverSchema = z.object({
  /** Root of the API with its version, e.g. `https://api.openai.com/v1`. Empty = not set. */
  baseUrl: z.string().default(''),
  /** Model for `/chat/completions`. */
  chatModel: z.string().default('gpt-5-mini'),
  /** Model for `/audio/transcriptions`. */
  transcriptionModel: z.string().default('gpt-transcribe'),
});

/**
 * Everything the user can choose, with its default. Stored under one key in `storage.local`; unknown
 * or damaged parts fall back to their default, so that a bad write never locks anyone out.
 */
export const settingsSchema = z.object({
  language: z.enum(['auto', ...interfaceLanguages]).default('auto'),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  server: serverSchema.prefault({}),
  dictation: z
    .object({
      /** Language spoken, BCP 47 short form; `auto` = the interface language. */
      language: z.enum(['auto', ...interfaceLanguages]).default('auto'),
      /**
       * May the browser's own recogniser be used when it sends audio to the browser maker's service?
       * `ask` until the user has said so once; recognition on the device needs no consent.
       */
      browserService: z.enum(['ask', 'allowed', 'refused']).default('ask'),
      /** Which engine gives the final text when several can. */
      prefer: z.enum(['server', 'browser']).default('server'),
      /** Keep the audio beside the text after a transcription. */
      keepAudio: z.boolean().default(true),
    })
    .prefault({}),
  /** Set once the welcome page was finished or dismissed. */
  welcomed: z.boolean().default(false),
  /** Feature ids the user has turned off. */
  disabledFeatures: z.array(z.string()).default([]),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** Reads stored settings part by part: a damaged part is replaced by its default, the rest is kept. */
export function parseSettings(stored: unknown): Settings {
  const whole = settingsSchema.safeParse(stored ?? {});
  if (whole.success) return whole.data;
  const parts = typeof stored === 'object' && stored !== null ? stored : {};
  const kept: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(settingsSchema.shape)) {
    const part = schema.safeParse((parts as Record<string, unknown>)[key]);
    if (part.success) kept[key] = part.data;
  }
  return settingsSchema.parse(kept);
}
