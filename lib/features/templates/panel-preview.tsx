import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { fillTemplate, TemplateError } from '@/lib/core/templates/fill-template';
import { mendMarkers, softenBeforeMarkers } from '@/lib/core/templates/mend-markers';
import { recipientValues } from '@/lib/core/templates/recipient-values';
import { findSpellings, spreadValues } from '@/lib/core/templates/same-variable';
import { currentTranslate } from '@/lib/platform/translate';
import type { TemplateContent } from './messages';
import { cleanFragment } from './panel-clean-html';
import { describeTemplateError, readVariables } from './panel-variables';

/** Somebody to write to, as an example. */
const somebody = {
  name: 'Claire Martin',
  address: 'claire.martin@exemple.fr',
  organisation: 'Atelier du Nord',
};

/** The mail as its recipient will see it, with example values that can be changed. */
export function TemplatePreview({ content }: { content: TemplateContent }) {
  const t = currentTranslate.value;
  const { subject, html } = content;
  const variables = useMemo(() => readVariables({ subject, html }), [subject, html]);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const all = variables instanceof TemplateError ? [] : variables.map(({ name }) => name);
  const spellings = findSpellings(all);
  const names = [...new Set(spellings.values())];
  const values = { ...recipientValues(names, somebody), ...typed };
  const known = spreadValues(withoutEmpty(values), spellings);
  const filled = fill(content, { ...stands(variables), ...known });
  return (
    <section class="template-part" aria-label={t('templates.edit.preview')}>
      {names.length > 0 && (
        <fieldset class="samples">
          <legend class="field-legend">{t('templates.edit.sample')}</legend>
          {names.map((name) => (
            <Field key={name} label={name}>
              {(control) => (
                <input
                  {...control}
                  class="input"
                  name={`sample-${name}`}
                  value={values[name] ?? ''}
                  onInput={(event) => {
                    const { value } = event.currentTarget;
                    setTyped((before) => ({ ...before, [name]: value }));
                  }}
                />
              )}
            </Field>
          ))}
        </fieldset>
      )}
      {filled instanceof TemplateError ? (
        // What the list of variables says already is not said twice.
        variables instanceof TemplateError || (
          <p class="field-error" role="alert">
            {describeTemplateError(t, filled)}
          </p>
        )
      ) : (
        <Paper subject={filled.subject} html={filled.html} language={content.language} />
      )}
    </section>
  );
}

/** A value that is not known yet shows its name, so that its place is seen. */
function stands(variables: ReturnType<typeof readVariables>): Record<string, string> {
  if (variables instanceof TemplateError) return {};
  const asked = variables.filter(({ fallback }) => fallback === null);
  return Object.fromEntries(asked.map(({ name }) => [name, `[${name}]`]));
}

function withoutEmpty(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function fill({ subject, html }: TemplateContent, values: Record<string, string>) {
  try {
    return {
      subject: fillTemplate(subject, values, 'text'),
      html: fillTemplate(softenBeforeMarkers(mendMarkers(html)), values, 'html'),
    };
  } catch (thrown) {
    if (thrown instanceof TemplateError) return thrown;
    throw thrown;
  }
}

/** A mail is read on white paper, whatever the theme of this page. What stands on it was cleaned. */
function Paper(props: { subject: string; html: string; language: string }) {
  const t = currentTranslate.value;
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.replaceChildren(cleanFragment(props.html)), [props.html]);
  return (
    <div class="paper">
      <p class="paper-subject" lang={props.language}>
        {props.subject || t('templates.edit.noSubject')}
      </p>
      <div ref={body} class="paper-body" lang={props.language} />
      {props.html === '' && <p class="field-hint">{t('templates.edit.emptyBody')}</p>}
    </div>
  );
}
