import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { applyLanguage } from '@/lib/platform/translate';
import { bringShownView, PanelShell, type PanelView } from './panel-shell';

const Templates = () => <p>all templates</p>;
const gone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

// jsdom has none; what the panel does while it is idle is not tested here.
vi.stubGlobal('requestIdleCallback', () => 0);
vi.stubGlobal('cancelIdleCallback', () => undefined);

beforeEach(async () => {
  fakeBrowser.reset();
  await applyLanguage('fr');
});
afterEach(cleanup);

/** The panel as its page opens it, with one view that is loaded like this. */
async function open(route: PanelView['route'], load: PanelView['load']) {
  const views = [{ route, name: 'templates.name', load }] as const;
  const reload = vi.fn();
  await bringShownView(views).catch(() => undefined);
  render(<PanelShell views={views} reload={reload} />);
  return reload;
}

describe('a view whose file cannot be read', () => {
  it('says so, what is kept, and opens when it is there at the next try', async () => {
    const load = vi.fn(gone as PanelView['load']);
    const reload = await open('/once', load);
    const notice = await screen.findByRole('alert');
    expect(notice.textContent).toContain('est gardé');
    // Shown, it has been tried twice: when the page began, and when there was a place for it.
    await waitFor(() => expect(load).toHaveBeenCalledTimes(2));
    expect(document.querySelector('.list-skeleton')).toBeNull();
    load.mockResolvedValue(Templates);
    fireEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    await screen.findByText('all templates');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(reload).not.toHaveBeenCalled();
  });

  it('begins the page anew where the browser remembers that it could not be read', async () => {
    const reload = await open('/never', gone as PanelView['load']);
    fireEvent.click(await screen.findByRole('button', { name: 'Réessayer' }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });
});
