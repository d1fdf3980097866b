import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { latePart } from '@/lib/platform/late-part';
import { applyLanguage } from '@/lib/platform/translate';
import { LateWizard } from './panel';

const Wizard = ({ id }: { id: string }) => <p>wizard of {id}</p>;
const gone = (): Promise<typeof Wizard> =>
  Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

beforeEach(() => applyLanguage('fr'));
afterEach(cleanup);

function show(load: () => Promise<typeof Wizard>) {
  const reload = vi.fn();
  render(<LateWizard id="d1" wizard={latePart(load)} reload={reload} />);
  return reload;
}

describe('the wizard comes late', () => {
  it('until then its place is kept, without a word of failure', async () => {
    const coming = Promise.withResolvers<typeof Wizard>();
    show(() => coming.promise);
    expect(document.querySelector('.skeleton')).not.toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
    coming.resolve(Wizard);
    await screen.findByText('wizard of d1');
    expect(document.querySelector('.skeleton')).toBeNull();
  });

  it('where its file cannot be read it says so, what is kept, and opens when it is there at the next try', async () => {
    const load = vi.fn(gone);
    const reload = show(load);
    expect((await screen.findByRole('alert')).textContent).toContain('est gardé');
    load.mockResolvedValue(Wizard);
    fireEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    await screen.findByText('wizard of d1');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(reload).not.toHaveBeenCalled();
  });

  it('where the browser remembers that it could not be read the page begins anew', async () => {
    const reload = show(gone);
    fireEvent.click(await screen.findByRole('button', { name: 'Réessayer' }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });
});
