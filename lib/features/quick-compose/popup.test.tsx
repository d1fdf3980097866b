import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { latePart } from '@/lib/platform/late-part';
import { applyLanguage } from '@/lib/platform/translate';
import { BarMissing } from './popup';

type Editor = typeof import('./popup-editor');
const gone = (): Promise<Editor> =>
  Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

beforeEach(() => applyLanguage('fr'));
afterEach(cleanup);

async function show(load: () => Promise<Editor>) {
  const bar = latePart(load);
  const reload = vi.fn();
  render(<BarMissing bar={bar} reload={reload} />);
  expect(screen.queryByRole('alert')).toBeNull();
  await bar.bring().catch(() => undefined);
  return { bar, reload };
}

describe('a bar whose file cannot be read', () => {
  it('says so, what is kept, and is there at the next try', async () => {
    const editor: Editor = { openQuickWindow: async () => undefined };
    const load = vi.fn(gone);
    const { bar, reload } = await show(load);
    expect((await screen.findByRole('alert')).textContent).toContain('est gardé');
    load.mockResolvedValue(editor);
    fireEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(bar.state.value).toBe(editor);
    expect(reload).not.toHaveBeenCalled();
    await bar.bring();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('begins the page anew where the browser remembers that it could not be read', async () => {
    const { reload } = await show(gone);
    fireEvent.click(await screen.findByRole('button', { name: 'Réessayer' }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });
});
