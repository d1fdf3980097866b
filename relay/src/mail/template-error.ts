/** A template cannot be parsed or rendered; `message` is for its author. */
export class TemplateError extends Error {
  /** Its time ran out. The limit is a wall clock, so on a busy machine a good template meets it too. */
  readonly outOfTime: boolean;

  constructor(message: string) {
    super(message);
    this.name = 'TemplateError';
    this.outOfTime = message.includes('render limit exceeded');
  }
}
