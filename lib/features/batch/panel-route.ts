import { useEffect, useState } from 'preact/hooks';

/** What the view shows: the batches, the mails sent one by one, one draft, one batch or one mail. */
export type BatchRoute =
  | { view: 'home' }
  | { view: 'mails' }
  | { view: 'draft'; id: string }
  | { view: 'batch'; id: string }
  | { view: 'mail'; id: string };

const root = '#/batches';

export const homeAddress = root;
export const mailsAddress = `${root}/mails`;
export const mailAddress = (id: string): string => `${mailsAddress}/${encodeURIComponent(id)}`;
export const draftAddress = (id: string): string => `${root}/draft/${encodeURIComponent(id)}`;
export const batchAddress = (id: string): string => `${root}/${encodeURIComponent(id)}`;

export function readRoute(hash: string): BatchRoute {
  const [, first = '', second = ''] = hash.slice(root.length).split('/');
  if (!hash.startsWith(`${root}/`) || first === '') return { view: 'home' };
  if (first === 'mails') {
    return second === '' ? { view: 'mails' } : { view: 'mail', id: decodeURIComponent(second) };
  }
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
