import { cleanup, render, waitFor } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { Toast } from './toast';

afterEach(cleanup);

it('stays in its view, also when the action itself led there, and leaves with the reader', async () => {
  const onClose = vi.fn();
  location.hash = '#/templates/one';
  // The change of address is told after the toast stands in the new place.
  location.hash = '#/templates';
  render(<Toast text="Deleted." labels={{ close: 'Close' }} onClose={onClose} />);
  const told = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
  await told;
  expect(onClose).not.toHaveBeenCalled();
  location.hash = '#/contacts';
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});
