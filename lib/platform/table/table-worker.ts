import { toFailure } from '@/lib/core/app-error';
import type { TableAnswer, TableQuestion } from '@/lib/platform/table/table-messages';
import { TableSession } from '@/lib/platform/table/table-session';

/** The worker behind `openTable`: one table, one question at a time. */
const session = new TableSession();
let turn = Promise.resolve();

function answer(question: TableQuestion): unknown {
  switch (question.name) {
    case 'open':
      return session.open(question.data.source, question.data.options);
    case 'rows':
      return session.rows(question.data.from, question.data.count);
    case 'check':
      return session.check(question.data);
    default:
      return session.setCell(question.data.row, question.data.column, question.data.text);
  }
}

addEventListener('message', ({ data: question }: MessageEvent<TableQuestion>) => {
  turn = turn.then(async () => {
    const { id } = question;
    let reply: TableAnswer;
    try {
      reply = { id, value: await answer(question) };
    } catch (thrown) {
      reply = { id, failure: toFailure(thrown) };
    }
    postMessage(reply);
  });
});
