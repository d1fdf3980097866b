/** Models for improving and for dictation, out of what a server offers; what fits already is kept. */
export interface ChosenModels {
  chatModel: string;
  /** Empty when the server seems to have none. */
  transcriptionModel: string;
}

const hears = /transcribe|whisper|voxtral/i;
const writesNoText = /embed|tts|speech|image|dall|moderation|rerank|realtime|audio/i;

/** An empty list (the server names none) changes nothing. */
export function chooseModels(offered: readonly string[], now: ChosenModels): ChosenModels {
  if (offered.length === 0) return now;
  const chat = offered.find((model) => !hears.test(model) && !writesNoText.test(model));
  return {
    chatModel: offered.includes(now.chatModel) ? now.chatModel : (chat ?? now.chatModel),
    transcriptionModel: offered.includes(now.transcriptionModel)
      ? now.transcriptionModel
      : (offered.find((model) => hears.test(model)) ?? ''),
  };
}
