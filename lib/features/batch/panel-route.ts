import { useEffect, useState } from 'preact/hooks';

/** What the view shows: the list, one draft or one batch. */
export type BatchRoute =
  | { view: 'home' }
  | { view: 'draft'; id: string }
  | { view: 'batch'; id: string };

const root = '#/batches';

export const homeAddress = root;
export const draftAddress = (id: string): string => `${root}/draft/${encodeURIComponent(id)}`;
export const batchAddress = (id: string): string => `${root}/${encodeURIComponent(id)}`;

export function readRoute(hash: string): BatchRoute {
  const [, first = '', second = ''] = hash.slice(root.length).split('/');
  if (!hash.startsWith(`${root}/`) || first === '') return { view: 'home' };
  if (first === 'draft' && second !== '') return { view: 'draft', id: decodeURIComponent(second) };
  return { view: 'batch', id: decodeURIComponent(first) };
}

/** The address of the panel as this view reads it, followed. */
export function useRoute(): BatchRoute {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return readRoute(hash);
}
