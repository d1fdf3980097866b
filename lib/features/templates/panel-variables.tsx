import { useMemo } from 'preact/hooks';
import { TemplateError } from '@/lib/core/templates/fill-template';
import { listVariables, type TemplateVariable } from '@/lib/core/templates/list-variables';
import { mendMarkers } from '@/lib/core/templates/mend-markers';
import { templateErrorWords } from '@/lib/platform/template-error-words';
import type { Translate } from '@/lib/platform/translate';
import { currentTranslate } from '@/lib/platform/translate';
import type { TemplateContent } from './messages';

/** The variables of subject and body, or what is wrong with them. */
export function readVariables({
  subject,
  html,
}: Pick<TemplateContent, 'subject' | 'html'>): TemplateVariable[] | TemplateError {
  try {
    return listVariables([
      { source: subject, kind: 'text' },
      { source: mendMarkers(html), kind: 'html' },
    ]);
  } catch (thrown) {
    if (thrown instanceof TemplateError) return thrown;
    throw thrown;
  }
}

/** An error of a template in the user's words, with its line when the source has several. */
export function describeTemplateError(t: Translate, error: TemplateError): string {
  return t('templates.edit.broken', { detail: templateErrorWords(error, t) });
}

/** Which values the template asks for, and what stands there when one is missing. */
export function VariableList({ content }: { content: TemplateContent }) {
  const t = currentTranslate.value;
  const { subject, html } = content;
  const variables = useMemo(() => readVariables({ subject, html }), [subject, html]);
  return (
    <section class="template-part">
      <h2 class="part-title">{t('templates.edit.variables')}</h2>
      {variables instanceof TemplateError ? (
        <p class="field-error" role="alert">
          {describeTemplateError(t, variables)}
        </p>
      ) : variables.length === 0 ? (
        <p class="field-hint">{t('templates.edit.noVariables')}</p>
      ) : (
        <ul class="variables">
          {variables.map(({ name, fallback }) => (
            <li key={name} data-name={name}>
              <code class="variable">{name}</code>
              <span class="variable-fallback">
                {fallback === null
                  ? t('templates.edit.asked')
                  : t('templates.edit.fallback', { text: fallback })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
