import { toFailure } from '@/lib/core/app-error';
import type { TableAnswer, TableQuestion } from '@/lib/platform/table/table-messages';
import { TableSession, type TableSummary } from '@/lib/platform/table/table-session';

/** The worker behind `openTable`: one table, one question at a time. */
const session = new TableSession();
let turn = Promise.resolve();

/** So many rows leave something worth collecting. */
const manyRows = 20_000;
/** Time in which the memory that reading took is searched, ms. */
const searchMs = 25;

/**
 * The memory that reading a long list took is searched right after it, on all processors. The page waits for that
 * moment longer, and draws what comes without being held up by it.
 */
async function tidied(summary: TableSummary): Promise<TableSummary> {
  if (summary.rowCount > manyRows) await new Promise((resolve) => setTimeout(resolve, searchMs));
  return summary;
}

function answer(question: TableQuestion): unknown {
  switch (question.name) {
    case 'open':
      return session.open(question.data.source, question.data.options).then(tidied);
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
