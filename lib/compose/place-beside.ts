/** The row the bar stands in, for measuring. */
export interface BarRow {
  readonly row: HTMLElement;
  /** What limits the row's width. */
  readonly container: HTMLElement;
}

/**
 * Puts the bar right after `point` (Send's cell or button). A table row gets a cell of its own, and its
 * column group a column, so that the host's column widths still meet the host's cells.
 */
export function placeBeside(point: HTMLElement, bar: HTMLElement, signal: AbortSignal): BarRow {
  const place = point.localName === 'td' ? tableCell(point, signal) : inlinePlace(point);
  place.dataset.iapostePlace = '';
  place.append(bar);
  point.after(place);
  signal.addEventListener('abort', () => place.remove(), { once: true });
  const table = point.closest('table');
  const row = point.localName === 'td' && table ? table : (point.parentElement ?? point);
  return { row, container: row.parentElement ?? row };
}

function tableCell(point: HTMLElement, signal: AbortSignal): HTMLElement {
  const document = point.ownerDocument;
  const cell = document.createElement('td');
  cell.className = point.className.split(/\s+/)[0] ?? '';
  cell.style.cssText = 'white-space: nowrap; vertical-align: middle; padding-inline: 6px 0;';
  const columns = point.closest('table')?.querySelector('colgroup');
  const before = columns?.children[[...(point.parentElement?.children ?? [])].indexOf(point)];
  if (before) {
    const column = document.createElement('col');
    before.after(column);
    signal.addEventListener('abort', () => column.remove(), { once: true });
  }
  return cell;
}

function inlinePlace(point: HTMLElement): HTMLElement {
  const place = point.ownerDocument.createElement('span');
  place.style.cssText =
    'display: inline-flex; align-items: center; flex: 0 0 auto; margin-inline: 8px; vertical-align: middle;';
  return place;
}
