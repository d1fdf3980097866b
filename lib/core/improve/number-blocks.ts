/** A paragraph as it goes to a model: `[3] Merci pour votre retour.` */
const blockMark = /^\s*\[(\d{1,4})\][^\S\n]?/;

export interface NumberedBlocks {
  /** The paragraphs that hold something, one a line, numbered from 1. */
  text: string;
  count: number;
  /** Puts new paragraphs (in order) where the old ones stood, with the empty lines between them. */
  restore(paragraphs: readonly string[]): string;
}

/** Numbers the non-empty lines of a draft, so that an answer can be laid out as the draft was. */
export function numberBlocks(draft: string): NumberedBlocks {
  const lines = draft.split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  return {
    text: filled.map((line, index) => `[${index + 1}] ${line.trim()}`).join('\n'),
    count: filled.length,
    restore(paragraphs) {
      let next = 0;
      const restored = lines.map((line) => {
        if (line.trim() === '') return line;
        const indent = line.slice(0, line.length - line.trimStart().length);
        const paragraph = paragraphs[next] ?? '';
        next += 1;
        return indent + paragraph;
      });
      return restored.join('\n');
    },
  };
}

export type BlocksRead =
  | { kind: 'numbered'; paragraphs: string[] }
  /** No numbers at all: a model that did not follow the form. */
  | { kind: 'plain'; text: string }
  /** A number is missing, doubled or out of order. */
  | { kind: 'broken' };

/** Reads an answer of `count` numbered blocks; lines without a number belong to the block above. */
export function readBlocks(answer: string, count: number): BlocksRead {
  const paragraphs: string[] = [];
  for (const line of answer.split('\n')) {
    const mark = blockMark.exec(line);
    const content = mark ? line.slice(mark[0].length) : line;
    if (mark) {
      if (Number(mark[1]) !== paragraphs.length + 1) return { kind: 'broken' };
      paragraphs.push(content.trim());
    } else if (paragraphs.length === 0) {
      if (content.trim() !== '') return { kind: 'plain', text: answer };
    } else {
      paragraphs.push(`${paragraphs.pop() ?? ''}\n${content.trim()}`);
    }
  }
  if (paragraphs.length !== count) return { kind: 'broken' };
  return { kind: 'numbered', paragraphs: paragraphs.map((paragraph) => paragraph.trim()) };
}

/** The answer so far without its block numbers, for showing while it streams. */
export function withoutMarks(partial: string): string {
  return partial
    .split('\n')
    .map((line) => line.replace(blockMark, ''))
    .join('\n')
    .replace(/\n\s*\[\d{0,4}$|^\s*\[\d{0,4}$/, '');
}
