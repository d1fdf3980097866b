/**
 * Where the elements of a list stand in a JSON text: line (from 1) of each element of the array that is
 * the value of `key` at the top level. The text must already have been accepted by JSON.parse.
 */
export function locateElements(json: string, key: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let lastString = '';
  let inList = false;
  let expecting = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at] ?? '';
    if (char === '\n') line += 1;
    if (/\s/.test(char)) continue;
    const begins = inList && depth === 2 && expecting && char !== ']' && char !== ',';
    if (begins) {
      lines.push(line);
      expecting = false;
    }
    if (char === '"') {
      const end = stringEnd(json, at);
      if (depth === 1) lastString = json.slice(at + 1, end);
      at = end;
    } else if (char === '{' || char === '[') {
      depth += 1;
      if (depth === 2 && char === '[' && lastString === key) {
        // The last one counts when a key stands twice, as it does for JSON.parse.
        lines.length = 0;
        inList = true;
        expecting = true;
      }
    } else if (char === '}' || char === ']') {
      if (depth === 2) inList = false;
      depth -= 1;
    } else if (char === ',' && depth === 2) expecting = true;
  }
  return lines;
}

function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** The line that a JSON.parse error speaks of, in the words of either browser; null when it names none. */
export function jsonErrorLine(message: string, json: string): number | null {
  const line = /\bline (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /\bposition (\d+)/.exec(message)?.[1];
  return position === undefined ? null : json.slice(0, Number(position)).split('\n').length;
}
