import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReviewDialog } from '@/components/review-dialog';
import type { Decision, ReviewDialogProps, ReviewLabels } from '@/components/review-types';

afterEach(cleanup);

const labels: ReviewLabels = {
  close: 'Close',
  original: 'Your text',
  improved: 'Proposed text',
  viewName: 'View',
  changesView: 'Changes',
  sideBySideView: 'Side by side',
  summary: (total, accepted) => `${total} changes · ${accepted} accepted`,
  noChanges: 'Nothing to change',
  waiting: 'Waiting',
  streaming: 'Writing',
  acceptAll: 'Accept all',
  rejectAll: 'Refuse all',
  accept: 'accept',
  reject: 'refuse',
  next: 'next',
  previous: 'previous',
  keys: 'Keys',
  change: (position, total, before, after) => `Change ${position}/${total}: ${before} → ${after}`,
  accepted: 'accepted',
  rejected: 'refused',
};

const segments: ReviewDialogProps['segments'] = [
  { kind: 'change', id: 7, before: 'hello', after: 'Hello' },
  { kind: 'same', text: ' Claire ' },
  { kind: 'change', id: 8, before: 'i', after: 'I' },
  { kind: 'same', text: ' see ⟦1⟧' },
  { kind: 'change', id: 9, before: '', after: '.' },
];

const decided = vi.fn();
const run = vi.fn();
const closed = vi.fn();
afterEach(() => vi.clearAllMocks());

function Harness(props: Partial<ReviewDialogProps>) {
  const [decisions, setDecisions] = useState<Record<number, Decision>>({});
  return (
    <ReviewDialog
      labels={labels}
      title="Improve"
      phase="ready"
      original={{ text: 'hello Claire i see ⟦1⟧', editable: false }}
      streamedText=""
      segments={segments}
      decisions={decisions}
      onDecide={(id, decision) => {
        decided(id, decision);
        setDecisions({ ...decisions, [id]: decision });
      }}
      onAll={(decision) => setDecisions({ 7: decision, 8: decision, 9: decision })}
      view="changes"
      onView={() => undefined}
      primary={{ label: 'Insert', onRun: run }}
      provenance="On this device"
      tokenLabels={{ '⟦1⟧': 'invoice.pdf' }}
      onClose={closed}
      {...props}
    />
  );
}

const dialog = () => screen.getByRole('dialog');
const press = (key: string, extra = {}) =>
  fireEvent.keyDown(document.activeElement ?? dialog(), { key, ...extra });
const current = () => document.querySelector('[data-current="true"]')?.getAttribute('data-change');
const summary = () => document.querySelector('.review-summary')?.textContent;

describe('ReviewDialog', () => {
  it('starts with every change accepted and the first one current and focused', () => {
    render(<Harness />);
    expect(summary()).toBe('3 changes · 3 accepted');
    expect(current()).toBe('7');
    expect(document.activeElement?.getAttribute('data-change')).toBe('7');
  });

  it('walks with J, K and arrows and stops at both ends', () => {
    render(<Harness />);
    press('k');
    expect(current()).toBe('7');
    press('j');
    expect(current()).toBe('8');
    press('ArrowDown');
    press('ArrowRight');
    expect(current()).toBe('9');
    press('K');
    expect(current()).toBe('8');
  });

  it('refuses with R, accepts with A, and goes on to the next change', () => {
    render(<Harness />);
    press('r');
    expect(decided).toHaveBeenLastCalledWith(7, 'rejected');
    expect(summary()).toBe('3 changes · 2 accepted');
    expect(current()).toBe('8');
    press('a');
    expect(decided).toHaveBeenLastCalledWith(8, 'accepted');
    expect(current()).toBe('9');
  });

  it('toggles a change by a click and by Space', () => {
    render(<Harness />);
    const change = document.querySelector('[data-change="8"]') as HTMLElement;
    fireEvent.click(change);
    expect(change.getAttribute('aria-pressed')).toBe('false');
    fireEvent.keyDown(change, { key: ' ' });
    expect(change.getAttribute('aria-pressed')).toBe('true');
  });

  it('inserts with Ctrl+Enter and Cmd+Enter, from the text field too', () => {
    render(<Harness original={{ text: 'spoken', editable: true }} segments={null} />);
    const field = screen.getByRole('textbox', { name: 'Your text', hidden: true });
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    fireEvent.keyDown(field, { key: 'Enter', metaKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('does not insert while the button is off', () => {
    render(<Harness primary={{ label: 'Insert', onRun: run, disabled: true }} />);
    press('Enter', { ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('leaves letters alone while someone types', () => {
    const onEdit = vi.fn();
    render(<Harness original={{ text: 'spoken', editable: true, onEdit }} view="side-by-side" />);
    const field = screen.getByRole('textbox', { name: 'Your text', hidden: true });
    fireEvent.keyDown(field, { key: 'r' });
    expect(decided).not.toHaveBeenCalled();
    fireEvent.input(field, { target: { value: 'spoken well' } });
    expect(onEdit).toHaveBeenCalledWith('spoken well');
  });

  it('puts the caret into an editable text, never onto "close"', () => {
    render(<Harness original={{ text: 'spoken', editable: true }} segments={null} />);
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });

  it('asks its owner to close on Escape instead of closing by itself', () => {
    render(<Harness />);
    const cancel = new Event('cancel', { cancelable: true });
    dialog().dispatchEvent(cancel);
    expect(cancel.defaultPrevented).toBe(true);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('gives focus back when it goes', () => {
    const before = document.createElement('button');
    document.body.append(before);
    before.focus();
    const { unmount } = render(<Harness />);
    expect(document.activeElement).not.toBe(before);
    unmount();
    expect(document.activeElement).toBe(before);
    before.remove();
  });

  it('shows what will be written on the proposed side: own words where a change is refused', () => {
    render(<Harness view="side-by-side" decisions={{ 7: 'rejected' }} />);
    const side = document.querySelector('.review-side:last-child .diff');
    expect(side?.textContent).toBe('hello Claire I see invoice.pdf.');
  });

  it('shows tokens by their names and never invents one', () => {
    render(<Harness tokenLabels={{}} />);
    expect(document.querySelector('.diff')?.textContent).toContain('⟦1⟧');
    cleanup();
    render(<Harness />);
    expect(document.querySelector('.atom')?.textContent).toBe('invoice.pdf');
  });

  it('decides all at once', () => {
    render(<Harness />);
    fireEvent.click(document.querySelector('[data-action="reject-all"]') as HTMLElement);
    expect(summary()).toBe('3 changes · 0 accepted');
  });
});
