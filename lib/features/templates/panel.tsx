import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { Toast } from '@/components/toast';
import { currentTranslate } from '@/lib/platform/translate';
import { TemplateList } from './panel-list';
import { attempt, failure, goTo, openedTemplate, toast } from './panel-state';
import { saveUnsavedTemplates } from './panel-unsaved';

/** The view `#/templates` of the side panel: the list, or the editor of one template. */
export function TemplatesPanel() {
  const t = currentTranslate.value;
  const [opened, setOpened] = useState(openedTemplate);
  useEffect(() => {
    const follow = (): void => setOpened(openedTemplate());
    addEventListener('hashchange', follow);
    // What an earlier panel could not save is saved, or stands open again.
    if (openedTemplate() === null)
      void saveUnsavedTemplates().then((id) => id !== null && goTo(id));
    return () => removeEventListener('hashchange', follow);
  }, []);
  return (
    <>
      {failure.value && (
        <NoticeCard
          tone="error"
          text={t(`error.${failure.value.code}`)}
          labels={{ close: t('common.close') }}
          onClose={() => {
            failure.value = null;
          }}
        />
      )}
      {opened === null ? <TemplateList /> : <LateEditor key={opened} id={opened} />}
      {toast.value && (
        <Toast
          text={toast.value.text}
          undo={toast.value.undo && { label: t('common.undo'), run: toast.value.undo }}
          labels={{ close: t('common.close') }}
          onClose={() => {
            toast.value = null;
          }}
        />
      )}
    </>
  );
}

type Editor = ComponentType<{ id: string }>;
let loaded: Editor | null = null;

/** The editor is heavy and comes only when a template is opened. */
function LateEditor({ id }: { id: string }) {
  const [Editor, setEditor] = useState<Editor | null>(() => loaded);
  useEffect(() => {
    if (loaded) return;
    void attempt(async () => {
      const { TemplateEditor } = await import('./panel-editor');
      loaded = TemplateEditor;
      setEditor(() => TemplateEditor);
    });
  }, []);
  return Editor ? (
    <Editor id={id} />
  ) : (
    <Skeleton lines={6} label={currentTranslate.value('common.loading')} />
  );
}
