import { SMTPServer } from 'smtp-server';

/**
 * A server that takes every mail and keeps none, in a process of its own; prints its port. With SINK_ANSWER_MS it says
 * that it took a mail only after so many milliseconds, as a server does that looks at the mail first; give or take a third.
 */
const answerMs = Number(process.env.SINK_ANSWER_MS ?? 0);

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => {
      if (answerMs === 0) done();
      else setTimeout(done, answerMs * (2 / 3 + (Math.random() * 2) / 3));
    });
  },
});
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address();
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`);
});
