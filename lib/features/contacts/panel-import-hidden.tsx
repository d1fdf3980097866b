import { HiddenPart } from '@/components/hidden-part';
import type { ColumnUse } from '@/lib/core/contacts/contact-from-row';
import type { TableSummary } from '@/lib/platform/table/table-session';
import { currentTranslate } from '@/lib/platform/translate';

interface HiddenProps {
  summary: TableSummary;
  uses: readonly ColumnUse[];
  /** The hidden lines become no contacts. */
  leavesHidden: boolean;
  onLeave(leave: boolean): void;
  onUses(uses: ColumnUse[]): void;
  /** As they were guessed. */
  guessed: readonly ColumnUse[];
}

/** Lines and columns that are hidden in the file would become contacts and their fields unseen: told, with a choice. */
export function ImportHidden(props: HiddenProps) {
  const { summary, uses, leavesHidden, guessed } = props;
  const t = currentTranslate.value;
  const { headers, hiddenRows, hiddenColumns } = summary;
  const rows = hiddenRows.length;
  const columns = hiddenColumns.length;
  const names = hiddenColumns.map((at) => headers[at]).join(', ');
  const unused = hiddenColumns.every((at) => uses[at] === 'nothing');
  const columnsAs = (use: (at: number) => ColumnUse): void =>
    props.onUses(uses.map((before, at) => (hiddenColumns.includes(at) ? use(at) : before)));
  return (
    <>
      {rows > 0 && (
        <HiddenPart
          name="hidden-rows"
          told={t(leavesHidden ? 'contacts.import.hiddenRowsOut' : 'contacts.import.hiddenRows', {
            count: rows,
          })}
          choice={{
            name: leavesHidden ? 'take-hidden' : 'leave-hidden',
            label: t(leavesHidden ? 'contacts.import.takeHidden' : 'contacts.import.leaveHidden', {
              count: rows,
            }),
            run: () => props.onLeave(!leavesHidden),
          }}
        />
      )}
      {columns > 0 && (
        <HiddenPart
          name="hidden-columns"
          told={t(unused ? 'contacts.import.hiddenColumnsOut' : 'contacts.import.hiddenColumns', {
            count: columns,
            names,
          })}
          choice={{
            name: unused ? 'take-columns' : 'leave-columns',
            label: t(unused ? 'contacts.import.takeHidden' : 'contacts.import.leaveHidden', {
              count: columns,
            }),
            run: () => columnsAs((at) => (unused ? takenUse(at) : 'nothing')),
          }}
        />
      )}
    </>
  );

  /** As it was guessed, unless another column has become that meanwhile. */
  function takenUse(at: number): ColumnUse {
    const use = guessed[at] ?? 'field';
    return use !== 'nothing' && uses.includes(use) ? 'field' : use;
  }
}
