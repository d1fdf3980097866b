import { type ComponentType, render } from 'preact';
import '@/components/pages.css';
import './settings.css';
import { followSettings } from './options-settings';

/** Starts one of our own pages: language and theme first, so that nothing is seen twice. */
export async function startPage(View: ComponentType): Promise<void> {
  const gone = new AbortController();
  addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) gone.abort();
  });
  await followSettings(gone.signal);
  const place = document.getElementById('page');
  if (place) render(<View />, place);
}
