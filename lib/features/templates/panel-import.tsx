import { useEffect, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { ModalDialog } from '@/components/modal-dialog';
import { Skeleton } from '@/components/skeleton';
import type { FileProblem } from '@/lib/core/templates/template-file';
import { currentTranslate } from '@/lib/platform/translate';
import { type ImportedTemplate, type TemplateImport, templatePageMessages } from './messages';
import { attempt, toast } from './panel-state';

type Problem = Omit<FileProblem, 'code'> & { code: FileProblem['code'] | 'too-large' };

interface Ready {
  templates: ImportedTemplate[];
  outcome: TemplateImport;
}
type Reading = { problems: readonly Problem[] } | Ready;

/** Reads the file, cleans its HTML, and asks the background what an import would do. */
async function readFile(file: File): Promise<Reading> {
  const [{ largestTemplateFile, readTemplateFile }, { importHtml }] = await Promise.all([
    import('@/lib/core/templates/template-file'),
    import('./panel-clean-html'),
  ]);
  if (file.size > largestTemplateFile) {
    return { problems: [{ code: 'too-large', line: null, position: null, field: '' }] };
  }
  const reading = readTemplateFile(await file.text());
  if ('problems' in reading) return reading;
  const templates = reading.templates.map((item) => ({
    ...item,
    html: importHtml(item.html),
    written: item.html,
  }));
  const outcome = await templatePageMessages.send('templates.import', { templates, dryRun: true });
  return { templates, outcome };
}

/** What is in the file, or everything that is wrong with it; nothing is added before "Add". */
export function ImportDialog({ file, onClose }: { file: File; onClose(): void }) {
  const t = currentTranslate.value;
  const [reading, setReading] = useState<Reading | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void attempt(async () => setReading(await readFile(file))).then((read) => read || onClose());
  }, [file]);
  const ready = reading && 'templates' in reading ? reading : null;
  const add = async (): Promise<void> => {
    if (!ready) return;
    setBusy(true);
    const { templates } = ready;
    await attempt(async () => {
      const request = { templates, dryRun: false };
      const { added, ids } = await templatePageMessages.send('templates.import', request);
      toast.value = {
        text: t('templates.import.done', { count: added }),
        undo: () => {
          toast.value = null;
          void attempt(() => templatePageMessages.send('templates.takeBack', { ids }));
        },
      };
    });
    onClose();
  };
  return (
    <ModalDialog
      title={t('templates.import.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      foot={
        <>
          {ready && ready.outcome.added > 0 && (
            <Button kind="primary" name="add-imported" busy={busy} onPress={() => void add()}>
              {t('templates.import.add')}
            </Button>
          )}
          <Button name="close-import" onPress={onClose}>
            {t(ready && ready.outcome.added > 0 ? 'common.cancel' : 'common.close')}
          </Button>
        </>
      }
    >
      <p class="modal-file">{file.name}</p>
      {!reading && <Skeleton lines={3} label={t('common.loading')} />}
      {ready && <Outcome outcome={ready.outcome} />}
      {ready && <FreshNames ready={ready} />}
      {reading && 'problems' in reading && <Problems problems={reading.problems} />}
    </ModalDialog>
  );
}

function Outcome({ outcome }: { outcome: TemplateImport }) {
  const t = currentTranslate.value;
  const { added, known, shortcutsTaken } = outcome;
  return (
    <p role="status">
      {added === 0
        ? t('templates.import.nothingNew')
        : [
            t('templates.import.ready', { count: added }),
            known > 0 && t('templates.import.known', { count: known }),
            shortcutsTaken > 0 && t('templates.import.shortcuts', { count: shortcutsTaken }),
          ]
            .filter(Boolean)
            .join(' ')}
    </p>
  );
}

/** So many new templates are named; the others are counted. */
const named = 8;

/** Which ones are new. */
function FreshNames({ ready }: { ready: Ready }) {
  const t = currentTranslate.value;
  const { fresh } = ready.outcome;
  if (fresh.length === 0) return null;
  const more = fresh.length - named;
  return (
    <ul class="import-names">
      {fresh.slice(0, named).map((place) => (
        <li key={place}>{ready.templates[place]?.name.trim() || t('templates.panel.untitled')}</li>
      ))}
      {more > 0 && <li>{t('templates.import.more', { count: more })}</li>}
    </ul>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const t = currentTranslate.value;
  const describe = ({ code, line, position, field, detail }: Problem): string => {
    const what = [t(`templates.import.problem.${code}`), detail].filter(Boolean).join(' ');
    if (line !== null && position !== null && field !== '') {
      return t('templates.import.at', { line, position, field, what });
    }
    return line === null ? what : t('templates.import.atLine', { line, what });
  };
  return (
    <div role="alert">
      <p>{t('templates.import.problems')}</p>
      <ul class="import-faults">
        {problems.map((problem, index) => (
          <li key={index}>{describe(problem)}</li>
        ))}
      </ul>
    </div>
  );
}
