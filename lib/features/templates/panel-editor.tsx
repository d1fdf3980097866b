import { Copy, Star, Trash } from 'lucide-preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { IconButton } from '@/components/icon-button';
import { NoticeCard } from '@/components/notice-card';
import { Segmented } from '@/components/segmented';
import { Skeleton } from '@/components/skeleton';
import { focusIsLost } from '@/components/use-kept-focus';
import { blankTemplate } from '@/lib/core/templates/blank-template';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { cleanHtml } from './panel-clean-html';
import { TemplateDraft } from './panel-draft';
import { EditorFacts } from './panel-editor-facts';
import { TemplateHistory } from './panel-history';
import { TemplatePreview } from './panel-preview';
import { RichEditor } from './panel-rich-editor';
import { attempt, copyTemplate, goTo, removeTemplate } from './panel-state';
import { VariableList } from './panel-variables';

type View = 'write' | 'source' | 'preview';

/** Opens the draft, keeps it saved, and hands it back when the editor goes. */
function useDraft(id: string): TemplateDraft {
  const draft = useMemo(
    () => new TemplateDraft(id, blankTemplate(currentLanguage.value), cleanHtml),
    [id],
  );
  useEffect(() => {
    void attempt(() => draft.load());
    // A panel that is closed or put aside gives no other moment.
    const flush = (): void => void draft.flush();
    addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      void draft.close();
    };
  }, [draft]);
  return draft;
}

/** One template: what it is called, where it belongs, its text, its variables, what it will look like. */
export function TemplateEditor({ id }: { id: string }) {
  const t = currentTranslate.value;
  const draft = useDraft(id);
  const [view, setView] = useState<View>('write');
  const { content, saving, revision } = draft.state.value;
  const name = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // A new one begins with its name.
    if (saving === 'new' && focusIsLost()) name.current?.focus();
  }, [saving]);
  if (saving === 'loading') return <Skeleton lines={8} label={t('common.loading')} />;
  return (
    <div class="template-editor">
      <EditorHead draft={draft} />
      <EditorNotice draft={draft} />
      <input
        ref={name}
        class="template-title"
        name="name"
        aria-label={t('templates.edit.name')}
        placeholder={t('templates.edit.namePlaceholder')}
        value={content.name}
        maxLength={200}
        onInput={(event) => draft.change({ name: event.currentTarget.value })}
      />
      <EditorFacts draft={draft} />
      <Segmented<View>
        label={t('templates.edit.view')}
        value={view}
        options={[
          { value: 'write', label: t('templates.edit.write') },
          { value: 'source', label: t('templates.edit.source') },
          { value: 'preview', label: t('templates.edit.preview') },
        ]}
        onChange={(next) => setView(next)}
      />
      {view === 'write' && (
        <RichEditor
          html={content.html}
          revision={revision}
          language={content.language}
          onChange={(html) => draft.change({ html })}
        />
      )}
      {view === 'source' && (
        <textarea
          class="template-source"
          name="source"
          aria-label={t('templates.edit.bodySource')}
          spellcheck={false}
          value={sourceLines(content.html)}
          onInput={(event) => draft.change({ html: event.currentTarget.value })}
        />
      )}
      {view === 'preview' ? (
        <TemplatePreview content={content} />
      ) : (
        <VariableList content={content} />
      )}
      <TemplateHistory draft={draft} />
    </div>
  );
}

/** One block a line, as a person reads source. */
function sourceLines(html: string): string {
  return html.includes('\n') ? html : html.replace(/(<\/(?:div|p|li|ul|ol|blockquote)>)/g, '$1\n');
}

function EditorHead({ draft }: { draft: TemplateDraft }) {
  const t = currentTranslate.value;
  const { content, saving } = draft.state.value;
  const exists = saving !== 'new';
  const leave = async (then: () => Promise<unknown> | undefined): Promise<void> => {
    await draft.flush();
    await then();
  };
  const name = content.name || t('templates.panel.untitled');
  return (
    <div class="template-head">
      <BackLink
        label={t('templates.edit.back')}
        onBack={() => void leave(async () => goTo(null))}
      />
      <output class="template-saving" data-state={saving}>
        {saving === 'saved' && t('templates.edit.saved')}
        {saving === 'saving' && t('templates.edit.saving')}
      </output>
      <IconButton
        name="favourite"
        label={t('templates.panel.favourite', { name })}
        icon={<Star size={17} strokeWidth={1.9} aria-hidden="true" />}
        pressed={content.favourite}
        onPress={() => draft.change({ favourite: !content.favourite })}
      />
      {exists && (
        <>
          <IconButton
            name="duplicate"
            label={t('templates.panel.duplicate', { name })}
            icon={<Copy size={17} strokeWidth={1.9} aria-hidden="true" />}
            onPress={() =>
              void leave(async () => {
                const copy = await copyTemplate(draft.id, name);
                if (copy !== null) goTo(copy);
              })
            }
          />
          <IconButton
            name="delete"
            label={t('templates.panel.delete', { name })}
            icon={<Trash size={17} strokeWidth={1.9} aria-hidden="true" />}
            onPress={() =>
              void leave(async () => {
                goTo(null);
                await removeTemplate(draft.id);
              })
            }
          />
        </>
      )}
    </div>
  );
}

function EditorNotice({ draft }: { draft: TemplateDraft }) {
  const t = currentTranslate.value;
  const { saving, notice } = draft.state.value;
  const labels = { close: t('common.close') };
  if (saving === 'failed') {
    return (
      <NoticeCard
        tone="error"
        text={t('templates.edit.notSaved')}
        actions={[{ label: t('common.retry'), run: () => void draft.flush() }]}
        labels={labels}
        onClose={() => void draft.flush()}
      />
    );
  }
  if (!notice) return null;
  const texts = {
    'changed-elsewhere': t('templates.edit.changedElsewhere'),
    'replaced-other': t('templates.edit.replacedOther'),
    gone: t('templates.edit.gone'),
  };
  const show = { label: t('templates.edit.showOther'), run: () => void draft.showOther() };
  return (
    <NoticeCard
      tone={notice === 'replaced-other' ? 'info' : 'warning'}
      text={texts[notice]}
      actions={notice === 'changed-elsewhere' ? [show] : []}
      labels={labels}
      onClose={() => draft.dismiss()}
    />
  );
}
