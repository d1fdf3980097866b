import { useEffect, useMemo, useState } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';
import type { MailOfHistory } from './messages';
import {
  everything,
  type History,
  type HistoryFilter,
  mailSource,
  useHistory,
} from './panel-history';
import type { HistoryMemory } from './panel-known-list';
import { mailsAddress } from './panel-route';
import { mailWords } from './panel-words';

/** Where the panel was before its address changed. */
let left = '';
globalThis.addEventListener?.('hashchange', ({ oldURL }) => {
  left = new URL(oldURL).hash;
});

/** What was asked for and read when a mail of the list was opened. */
let kept: { filter: HistoryFilter; memory: HistoryMemory<MailOfHistory> } | null = null;

export interface MailSearch {
  filter: HistoryFilter;
  ask(filter: HistoryFilter): void;
  history: History<MailOfHistory>;
  /** What the contact with this address is called; empty when there is none. */
  nameOf(address: string): string;
}

/**
 * The mails sent one by one, searched by whom they went to, under the name of a contact too, by their subject and by
 * what became of them. Whoever comes back from one of them finds search and rows as they were.
 * @param owner as `ownerOf` says
 */
export function useMailSearch(owner: string | null): MailSearch {
  const t = currentTranslate.value;
  const back = useMemo(() => (left.startsWith(`${mailsAddress}/`) ? kept : null), []);
  const [filter, setFilter] = useState(back?.filter ?? everything);
  const memory = useMemo(() => back?.memory ?? { list: null, owner: null }, []);
  kept = { filter, memory };
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const nameOf = (address: string): string => names.get(address.toLowerCase()) ?? '';
  const source = {
    ...mailSource,
    wordsOf: (mail: MailOfHistory) =>
      [mailSource.wordsOf(mail), nameOf(mail.to), mailWords(mail, t)].join(' '),
  };
  const history = useHistory(source, filter, owner, memory);
  const { list } = memory;
  useEffect(() => {
    if (!list) return;
    let over = false;
    const read = async (): Promise<void> => {
      const { readContactNames } = await import('./panel-contact-names');
      const found = await readContactNames(list.items.map(({ to }) => to));
      if (!over) setNames(found);
    };
    // Without them a mail is found by its address.
    void read().catch(() => undefined);
    return () => {
      over = true;
    };
  }, [list]);
  return { filter, ask: setFilter, history, nameOf };
}
