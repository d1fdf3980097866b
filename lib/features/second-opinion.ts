/** One compose window as the other library names it. */
export interface OtherWindow {
  readonly root: HTMLElement;
  readonly composeId: string | null;
  readonly draftId: string | null;
  readonly threadId: string | null;
}

/** What a library with selectors of its own makes of the same page. Every call may throw. */
export interface SecondOpinion {
  windows(): readonly OtherWindow[];
  /** Address of the signed-in user, null when it cannot tell. */
  userAddress(): string | null;
}

const mark = 'iaposteOpinion';

/** In the lazily loaded script: hands the opinion to the compose half, in the same isolated world. */
export function offerSecondOpinion(world: object, opinion: SecondOpinion): void {
  Reflect.set(world, mark, opinion);
}

/** The opinion that was offered in this isolated world, null before. */
export function secondOpinionIn(world: object): SecondOpinion | null {
  return (Reflect.get(world, mark) as SecondOpinion | undefined) ?? null;
}
