import { Mic } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { DictationList } from '@/components/dictation-list';
import { NoticeCard } from '@/components/notice-card';
import { Toast } from '@/components/toast';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { formatBytes } from '@/lib/core/dictation/format-when';
import { browser } from '@/lib/platform/browser';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { watchChanges } from './changes';
import {
  type DictationCounts,
  type DictationItem,
  type DictationPage,
  dictationPageMessages,
} from './messages';
import { describeItem } from './panel-item';
import { usePlayback } from './panel-playback';

const pageSize = 50;

interface Loaded {
  page: DictationPage | null;
  counts: DictationCounts | null;
  failure: Failure | null;
}

/** Reads the list again when the words searched, the length wanted or the history itself change. */
function useDictations(query: string, limit: number): Loaded & { reload(): void } {
  const [loaded, setLoaded] = useState<Loaded>({ page: null, counts: null, failure: null });
  const [version, setVersion] = useState(0);
  const reload = (): void => setVersion((before) => before + 1);

  useEffect(() => {
    const gone = new AbortController();
    watchChanges(reload, gone.signal);
    return () => gone.abort();
  }, []);

  useEffect(() => {
    let outdated = false;
    Promise.all([
      dictationPageMessages.send('dictation.list', { query, limit }),
      dictationPageMessages.send('dictation.counts'),
    ]).then(
      ([page, counts]) => !outdated && setLoaded({ page, counts, failure: null }),
      (thrown) => !outdated && setLoaded((before) => ({ ...before, failure: toFailure(thrown) })),
    );
    return () => {
      outdated = true;
    };
  }, [query, limit, version]);

  return { ...loaded, reload };
}

/** The view `#/dictation` of the side panel: everything that was said, and what still waits. */
export function DictationPanel() {
  const t = currentTranslate.value;
  const language = currentLanguage.value;
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const [toast, setToast] = useState<{ text: string; undo?: () => void } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { page, counts, failure: loadFailure, reload } = useDictations(query, limit);
  const playback = usePlayback(setFailure);

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      reload();
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
  };
  const remove = async ({ id }: DictationItem): Promise<void> => {
    await attempt(() => dictationPageMessages.send('dictation.delete', { id }));
    setToast({
      text: t('dictation.panel.deleted'),
      undo: () => {
        setToast(null);
        void attempt(() => dictationPageMessages.send('dictation.undelete', { id }));
      },
    });
  };
  const handlers = {
    play: playback.play,
    retry: (recordingId: string) =>
      void attempt(() => dictationPageMessages.send('dictation.retry', { recordingId })),
    copy: (text: string) =>
      void attempt(async () => {
        await navigator.clipboard.writeText(text);
        setToast({ text: t('dictation.panel.copied') });
      }),
    remove: (item: DictationItem) => void remove(item),
    openSettings: () => void browser.runtime.openOptionsPage(),
  };
  const shown = failure ?? loadFailure;
  const all = (counts?.texts ?? 0) + (counts?.pending ?? 0);
  return (
    <>
      {shown && (
        <NoticeCard
          tone="error"
          text={failure ? t(`error.${failure.code}`) : t('dictation.panel.loadFailed')}
          actions={[{ label: t('common.retry'), run: reload }]}
          labels={{ close: t('common.close') }}
          onClose={() => setFailure(null)}
        />
      )}
      <DictationList
        labels={{
          search: t('dictation.panel.search', { count: all }),
          clearSearch: t('common.clearSearch'),
          found: (count) => t('dictation.panel.found', { count }),
          nothingFound: (words) => t('dictation.panel.nothingFound', { query: words }),
          loading: t('common.loading'),
          more: t('dictation.panel.more'),
          play: t('dictation.panel.play'),
          pause: t('dictation.panel.pause'),
          position: t('dictation.panel.position'),
          showAll: t('dictation.panel.showAll'),
          showLess: t('dictation.panel.showLess'),
        }}
        items={
          page?.items.map((item) =>
            describeItem(item, { t, language, now: Date.now(), url: playback.url(item), handlers }),
          ) ?? null
        }
        query={query}
        onQuery={setQuery}
        highlights={query.split(/\s+/).filter(Boolean)}
        empty={{
          icon: <Mic size={28} strokeWidth={1.9} />,
          title: t('dictation.panel.emptyTitle'),
          text: t('dictation.panel.emptyText'),
        }}
        onMore={page && page.total > limit ? () => setLimit(limit + pageSize) : undefined}
      />
      {all > 0 && (
        <footer class="dictation-storage">
          <span>
            {t('dictation.panel.storage', {
              size: formatBytes(counts?.audioBytes ?? 0, language),
            })}
          </span>{' '}
          <button
            type="button"
            class="link-button"
            data-action="export"
            onClick={() => void attempt(exportFile)}
          >
            {t('dictation.panel.export')}
          </button>
        </footer>
      )}
      {toast && (
        <Toast
          text={toast.text}
          undo={toast.undo && { label: t('common.undo'), run: toast.undo }}
          labels={{ close: t('common.close') }}
          onClose={() => setToast(null)}
        />
      )}
    </>
  );
}

/** Saves all texts as a file, through a link that the user never sees. */
async function exportFile(): Promise<void> {
  const text = await dictationPageMessages.send('dictation.export');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = 'dictations.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}
