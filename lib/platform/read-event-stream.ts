/**
 * The `data` of each event of a server-sent event stream, and `null` for each comment (a sign of life). Bytes may be cut
 * anywhere, lines may end with CR, LF or both (X15). Ends when the stream ends; an event over a million
 * characters ends it too.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string | null> {
  const reader = body.pipeThrough(new TextDecoderStream() as never).getReader();
  let rest = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { value, done } = (await reader.read()) as ReadableStreamReadResult<string>;
      if (done) return;
      rest += value;
      if (rest.length > 1_000_000) return;
      // A CR at the end may be the first half of CR LF.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield data.join('\n');
          data = [];
        } else if (line.startsWith(':')) yield null;
        else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
