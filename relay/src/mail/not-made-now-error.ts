/** What a mail is made with cannot be had at this moment; nothing is wrong with the mail. */
export class NotMadeNowError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'NotMadeNowError';
  }
}

/** @throws {NotMadeNowError} in the place of any other error. */
export const orNotNow = <T>(needed: Promise<T>): Promise<T> =>
  needed.catch((error) => {
    throw new NotMadeNowError(error);
  });
