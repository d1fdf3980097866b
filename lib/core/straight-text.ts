/** Embeddings, overrides and isolates: they would turn what stands beside a text around. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** Without characters that turn the text beside it around. */
export function straightText(text: string): string {
  return text.replace(turning, '');
}
