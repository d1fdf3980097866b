/** A server that people are likely to have, with what it takes to reach it. */
export interface ServerPreset {
  id: string;
  name: string;
  baseUrl: string;
  chatModel: string;
  /** Empty: no transcription that we know of. */
  transcriptionModel: string;
  local: boolean;
}

/** Which address, and which models to begin with; the connection test suggests what is really there. */
export const serverPresets: readonly ServerPreset[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    chatModel: 'gpt-5-mini',
    transcriptionModel: 'gpt-transcribe',
    local: false,
  },
  {
    id: 'mistral',
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    chatModel: 'mistral-small-latest',
    transcriptionModel: 'voxtral-mini-latest',
    local: false,
  },
  {
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    chatModel: 'openai/gpt-oss-20b',
    transcriptionModel: 'whisper-large-v3-turbo',
    local: false,
  },
  {
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://localhost:11434/v1',
    chatModel: 'llama3.2',
    transcriptionModel: '',
    local: true,
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    baseUrl: 'http://localhost:1234/v1',
    chatModel: 'local-model',
    transcriptionModel: '',
    local: true,
  },
];

/** The preset an address belongs to: `none` without address, `other` when we do not know it. */
export function presetOf(baseUrl: string): string {
  if (baseUrl === '') return 'none';
  const preset = serverPresets.find((known) => known.baseUrl === baseUrl);
  return preset?.id ?? 'other';
}
