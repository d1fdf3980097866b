/** Total times in milliseconds, whatever trickles in meanwhile (a slow server resets idle timers for ever). */
export type Deadlines = {
  /** Connect, greeting, TLS, sign-in. */
  open: number;
  /** From MAIL FROM until the server takes the body. */
  envelope: number;
  /** From the first byte of the body until the answer to the final dot; RFC 5321 §4.5.3.2.6 asks for 10 minutes. */
  body: number;
};

/** The parts of a nodemailer error this relay looks at. `said`: the server's own words, where it has answered. */
export function describe(error: unknown): {
  message: string;
  responseCode?: number;
  command?: string;
  said?: string;
} {
  if (!(error instanceof Error)) return { message: String(error) };
  const { responseCode, command, response } = error as Error & {
    responseCode?: number;
    command?: string;
    response?: string;
  };
  const message = error.message.slice(0, 1_000);
  return { message, responseCode, command, said: response?.slice(0, 1_000) };
}
