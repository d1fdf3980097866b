import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { RichText } from '@/components/rich-text';
import { TemplateForm } from '@/components/template-form';
import { type PickableTemplate, TemplatePicker } from '@/components/template-picker';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { excerptOf } from '@/lib/core/templates/excerpt';
import type { Translate } from '@/lib/platform/translate';
import {
  type FilledTemplate,
  type Template,
  type TemplateField,
  templateMessages,
} from './messages';

export interface PickerProps {
  t: Translate;
  /** The template to complete at once; null = choose one. */
  start: string | null;
  /** Who the mail is for, as the mail page writes them. */
  recipients: readonly string[];
  /** True when the draft can hold formatting. */
  formats: boolean;
  /** Has the window a subject that stays? Asked when it matters: it may be written meanwhile. */
  titled(): boolean;
  onInsert(id: string, filled: FilledTemplate): void;
  onFailure(failure: Failure): void;
  onOpenPanel(): void;
  onClose(): void;
  /** Called when the dialog has left the page, so that the page can take focus again. */
  onGone(): void;
}

/** So many are offered at once; the rest is found by typing. */
const offered = 30;

interface Chosen {
  template: Template;
  fields: readonly TemplateField[];
}

/** First the list, then what the chosen template still needs to know. */
export function Picker(props: PickerProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [query, setQuery] = useState('');
  useLayoutEffect(() => props.onGone, []);
  const choosing = useRef(false);
  const choose = async (id: string): Promise<void> => {
    // Enter pressed twice picks once.
    if (choosing.current) return;
    choosing.current = true;
    try {
      // Of several each gets the same text: what is known of one would be wrong for the others.
      const [first = '', ...others] = props.recipients;
      const recipient = others.length === 0 ? first : '';
      const [template, fields] = await Promise.all([
        templateMessages.send('templates.get', { id }),
        templateMessages.send('templates.fields', { id, recipient }),
      ]);
      if (!template) props.onFailure({ code: 'template-gone' });
      else if (fields.length > 0) setChosen({ template, fields });
      else props.onInsert(id, await templateMessages.send('templates.fill', { id, values: {} }));
    } catch (thrown) {
      props.onFailure(toFailure(thrown));
    } finally {
      choosing.current = false;
    }
  };
  useEffect(() => {
    if (props.start !== null) void choose(props.start);
  }, []);
  if (chosen) {
    const back = props.start === null ? () => setChosen(null) : undefined;
    return <Form {...props} chosen={chosen} onBack={back} />;
  }
  if (props.start !== null) return null;
  return <List {...props} query={query} onQuery={setQuery} onPick={(id) => void choose(id)} />;
}

function List(
  props: PickerProps & { query: string; onQuery(query: string): void; onPick(id: string): void },
) {
  const { t, query } = props;
  const { templates, fresh } = useSearch(query, props.onFailure);
  const none = templates?.length === 0 && query.trim() === '';
  return (
    <TemplatePicker
      labels={{
        title: t('templates.pick.title'),
        search: t('templates.pick.search'),
        list: t('templates.pick.list'),
        nothingFound: t('templates.pick.nothingFound', { query }),
        found: t('templates.pick.found', { count: templates?.length ?? 0 }),
        keys: t('templates.pick.keys'),
        insert: t('templates.pick.insert'),
        close: t('common.close'),
        loading: t('common.loading'),
      }}
      query={query}
      templates={templates}
      fresh={fresh}
      empty={
        none
          ? {
              text: t('templates.pick.empty'),
              action: { label: t('templates.pick.openPanel'), run: props.onOpenPanel },
            }
          : null
      }
      onQuery={props.onQuery}
      onPick={props.onPick}
      onClose={props.onClose}
    />
  );
}

/** What was found last, and for what. */
interface Found {
  query: string;
  templates: readonly PickableTemplate[];
}

function useSearch(
  query: string,
  onFailure: (failure: Failure) => void,
): { templates: readonly PickableTemplate[] | null; fresh: boolean } {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let outdated = false;
    templateMessages.send('templates.search', { query, limit: offered }).then(
      (found) => !outdated && setFound({ query, templates: found.map(toPickable) }),
      (thrown) => !outdated && onFailure(toFailure(thrown)),
    );
    return () => {
      outdated = true;
    };
  }, [query]);
  return { templates: found?.templates ?? null, fresh: found?.query === query };
}

function toPickable({ id, name, category, shortcut, subject, html }: Template): PickableTemplate {
  return { id, name: name || subject, category, shortcut, excerpt: excerptOf(html) || subject };
}

/** What to call each field: the word for what it means, else its own name; never the same twice. */
function labelFields(fields: readonly TemplateField[], t: Translate): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { name, concept, words } of fields) {
    const word = concept ? `${t(`templates.field.${concept}`)} ${words}`.trim() : words;
    const taken = [...labels.values()].includes(word);
    labels.set(name, word === '' || taken ? name : word);
  }
  return labels;
}

function Form(props: PickerProps & { chosen: Chosen; onBack: (() => void) | undefined }) {
  const { t } = props;
  const { template, fields } = props.chosen;
  const { id } = template;
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  );
  const [preview, setPreview] = useState<FilledTemplate | null>(null);
  const [busy, setBusy] = useState(false);
  /** The names that stayed empty when it was to be inserted; null before. */
  const [gaps, setGaps] = useState<readonly string[] | null>(null);
  const inserting = useRef(false);
  useEffect(() => {
    let outdated = false;
    templateMessages.send('templates.fill', { id, values }).then(
      (filled) => !outdated && setPreview(filled),
      (thrown) => !outdated && props.onFailure(toFailure(thrown)),
    );
    return () => {
      outdated = true;
    };
  }, [values]);
  const insert = async (withGaps: boolean): Promise<void> => {
    if (inserting.current) return;
    inserting.current = true;
    setBusy(true);
    try {
      // Not what is shown: that may be one letter behind.
      const textOnly = props.titled();
      const filled = await templateMessages.send('templates.fill', { id, values, textOnly });
      if (withGaps || filled.gaps.length === 0) {
        props.onInsert(id, filled);
        return;
      }
      setGaps(filled.gaps);
      setBusy(false);
      inserting.current = false;
    } catch (thrown) {
      props.onFailure(toFailure(thrown));
    }
  };
  const labels = labelFields(fields, t);
  const open = gaps?.filter((name) => (values[name] ?? '').trim() === '') ?? [];
  return (
    <TemplateForm
      labels={{
        title: t('templates.pick.fill'),
        hint: t(
          props.recipients.length > 1 ? 'templates.pick.fillSeveral' : 'templates.pick.fillHint',
        ),
        back: t('templates.pick.back'),
        preview: t('templates.pick.preview'),
        insert: t('templates.pick.insert'),
        close: t('common.close'),
        local: t('templates.pick.local'),
        fallback: (text) => text,
        gap: t('templates.pick.gap'),
        gaps: t('templates.pick.gaps', {
          count: open.length,
          names: open.map((name) => labels.get(name) ?? name).join(', '),
        }),
        insertAnyway: t('templates.pick.insertAnyway'),
      }}
      name={template.name || t('templates.pick.fill')}
      fields={fields.map(({ name, fallback }) => ({
        name,
        fallback,
        label: labels.get(name) ?? name,
      }))}
      values={values}
      gaps={open}
      preview={
        preview && {
          // The subject that stands there stays.
          subject: props.titled() ? '' : preview.subject,
          note: preview.subject && props.titled() ? t('templates.pick.subjectStays') : '',
          content:
            preview.rich && props.formats ? <RichText content={preview.rich} /> : preview.text,
        }
      }
      busy={busy}
      onValue={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
      onInsert={() => void insert(false)}
      onInsertAnyway={() => void insert(true)}
      onBack={props.onBack}
      onClose={props.onClose}
    />
  );
}
