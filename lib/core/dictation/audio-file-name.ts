const extensions: Record<string, string> = {
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'mp4',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
};

/** Servers choose their decoder by the file's name, so it must tell the truth: `dictation.webm`. */
export function audioFileName(mimeType: string): string {
  const bare = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  return `dictation.${extensions[bare] ?? 'webm'}`;
}
