import { NotepadText, Plus, Star } from 'lucide-preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { NoticeCard } from '@/components/notice-card';
import { SearchField } from '@/components/search-field';
import { ListSkeleton } from '@/components/skeleton';
import { useReturningFocus } from '@/components/use-returning-focus';
import { type InterfaceLanguage, interfaceLanguages } from '@/lib/core/settings/settings';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { watchTemplates } from './changes';
import { type TemplatePage, type TemplateQuery, templatePageMessages } from './messages';
import { ListTools } from './panel-list-tools';
import { MoreRows } from './panel-more-rows';
import { type AnsweredPage, TemplateRows } from './panel-rows';
import { addStarters } from './panel-starters';
import { attempt, goTo, toast } from './panel-state';

/** Rows drawn at once: what fills a panel of this height, and a little more. The rest comes as one scrolls. */
const pageSize = Math.min(24, Math.max(12, Math.ceil(innerHeight / 64)));
const everything: TemplateQuery = {
  query: '',
  category: '',
  language: '',
  favourites: false,
  limit: pageSize,
};

const noCategories: readonly string[] = [];

type List = (asked: TemplateQuery) => TemplatePage;

/**
 * The list for what is asked, again whenever that or the templates themselves change. The background
 * answers first; as soon as this page has all templates too, it answers itself, in the turn of the key.
 */
function useTemplates(query: TemplateQuery) {
  const [, setAnswers] = useState(0);
  const [failed, setFailed] = useState(false);
  const [version, setVersion] = useState(0);
  const shown = useRef<AnsweredPage | null>(null);
  const list = useOwnList(version);
  const reload = (): void => setVersion((before) => before + 1);
  useEffect(() => {
    const gone = new AbortController();
    watchTemplates(reload, gone.signal);
    return () => gone.abort();
  }, []);
  // Not after the next frame: whoever types waits for it.
  useLayoutEffect(() => {
    if (list) return;
    let outdated = false;
    templatePageMessages.send('templates.list', query).then(
      (next) => {
        if (outdated) return;
        shown.current = { ...next, query: query.query };
        setAnswers((before) => before + 1);
        setFailed(false);
      },
      () => !outdated && setFailed(true),
    );
    return () => {
      outdated = true;
    };
  }, [query, version, list]);
  const own = useMemo(() => list && { ...list(query), query: query.query }, [list, query]);
  if (own) shown.current = own;
  return { page: shown.current, failed, reload };
}

/** The list made in this page; null until it is read, and after each change until it is read again. */
function useOwnList(version: number): List | null {
  const [own, setOwn] = useState<{ version: number; list: List } | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      const { readPageIndex } = await import('./panel-index');
      const list = await readPageIndex(gone.signal);
      if (list) setOwn({ version, list });
    };
    // Without it the background goes on answering.
    void read().catch(() => undefined);
    return () => gone.abort();
  }, [version]);
  return own?.version === version ? own.list : null;
}

/** Search first, then what narrows it, then the templates: favourites, then what was used last. */
export function TemplateList() {
  const t = currentTranslate.value;
  const [asked, setAsked] = useState(everything);
  const { page, failed, reload } = useTemplates(asked);
  useReturningFocus(page !== null);
  const ask = (change: Partial<TemplateQuery>): void =>
    setAsked((before) => ({ ...before, limit: pageSize, ...change }));
  const { category, language, favourites } = asked;
  const categories = page?.categories ?? noCategories;
  // A key of the search changes neither of the two.
  const filters = useMemo(
    () => <Filters asked={asked} categories={categories} onAsk={ask} />,
    [category, language, favourites, categories],
  );
  const tools = useMemo(() => <ListTools />, []);

  if (failed && !page) {
    return (
      <NoticeCard
        tone="error"
        text={t('templates.panel.loadFailed')}
        actions={[{ label: t('common.retry'), run: reload }]}
        labels={{ close: t('common.close') }}
        onClose={reload}
      />
    );
  }
  if (!page) return <ListSkeleton search label={t('common.loading')} />;
  if (page.all === 0) return <NothingYet />;
  const narrowed = category !== '' || language !== '' || favourites;
  return (
    <div class="templates">
      <div class="list-head">
        <SearchField
          label={t('templates.panel.search', { count: page.all })}
          clearLabel={t('common.clearSearch')}
          value={asked.query}
          onQuery={(query) => ask({ query })}
        />
        <Button
          kind="primary"
          name="new-template"
          icon={<Plus size={17} strokeWidth={2.2} aria-hidden="true" />}
          onPress={() => goTo(crypto.randomUUID())}
        >
          {t('templates.panel.new')}
        </Button>
      </div>
      {filters}
      <p class="only-spoken" role="status">
        {asked.query !== '' || narrowed ? t('templates.panel.found', { count: page.total }) : ''}
      </p>
      {/* Hidden, not taken away: what comes into a page and goes is styled anew, and these do so from key to key. */}
      <p class="search-none" hidden={page.total > 0}>
        {asked.query === ''
          ? t('templates.panel.nothingHere')
          : t('templates.panel.nothingFound', { query: asked.query })}{' '}
        <button type="button" class="link-button" onClick={() => setAsked(everything)}>
          {t('templates.panel.showEverything')}
        </button>
      </p>
      <TemplateRows page={page} />
      <MoreRows
        drawn={page.items.length}
        of={page.total}
        onMore={() => setAsked((before) => ({ ...before, limit: before.limit + pageSize }))}
      />
      {tools}
    </div>
  );
}

function Filters(props: {
  asked: TemplateQuery;
  categories: readonly string[];
  onAsk(change: Partial<TemplateQuery>): void;
}) {
  const t = currentTranslate.value;
  const { asked, categories, onAsk } = props;
  return (
    <div class="filters">
      <button
        type="button"
        class="chip"
        data-action="favourites"
        aria-pressed={asked.favourites}
        onClick={() => onAsk({ favourites: !asked.favourites })}
      >
        <Star size={14} strokeWidth={2} aria-hidden="true" />
        {t('templates.panel.favourites')}
      </button>
      {categories.length > 0 && (
        <select
          class="chip select"
          name="category"
          aria-label={t('templates.panel.category')}
          value={asked.category}
          data-chosen={asked.category !== ''}
          onChange={(event) => onAsk({ category: event.currentTarget.value })}
        >
          <option value="">{t('templates.panel.allCategories')}</option>
          {categories.map((category) => (
            <option key={category} value={category}>
              {category}
            </option>
          ))}
        </select>
      )}
      <select
        class="chip select"
        name="language"
        aria-label={t('templates.panel.language')}
        value={asked.language}
        data-chosen={asked.language !== ''}
        onChange={(event) => onAsk({ language: event.currentTarget.value as InterfaceLanguage })}
      >
        <option value="">{t('templates.panel.allLanguages')}</option>
        {interfaceLanguages.map((language) => (
          <option key={language} value={language}>
            {t(`templates.language.${language}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What templates are for, and two ways to the first one. */
function NothingYet() {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    await attempt(async () => {
      const added = await addStarters(currentLanguage.value);
      toast.value = { text: t('templates.panel.startersAdded', { count: added }) };
    });
    setBusy(false);
  };
  return (
    <>
      <EmptyState
        icon={<NotepadText size={28} strokeWidth={1.9} />}
        title={t('templates.panel.emptyTitle')}
        text={t('templates.panel.emptyText')}
      >
        <Button kind="primary" name="add-starters" busy={busy} onPress={() => void start()}>
          {t('templates.panel.addStarters')}
        </Button>
        <Button name="new-template" onPress={() => goTo(crypto.randomUUID())}>
          {t('templates.panel.newLong')}
        </Button>
      </EmptyState>
      <ListTools />
    </>
  );
}
