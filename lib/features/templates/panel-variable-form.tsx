import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import { currentTranslate } from '@/lib/platform/translate';

/** Names that are filled in from the recipient, in the language of the template. */
const usual: Readonly<Record<InterfaceLanguage, readonly string[]>> = {
  fr: ['prenom', 'nom', 'organisation', 'email', 'date', 'montant', 'numero'],
  en: ['first_name', 'last_name', 'organisation', 'email', 'date', 'amount', 'number'],
  es: ['nombre', 'apellidos', 'empresa', 'correo', 'fecha', 'importe', 'numero'],
};

interface VariableFormProps {
  language: InterfaceLanguage;
  /** The marker for the text: `{{ prenom | default: "Madame, Monsieur" }}`. */
  onInsert(marker: string): void;
  onClose(): void;
}

/** Asks for a variable: one of the usual names or another, and what to write when it is empty. */
export function VariableForm({ language, onInsert, onClose }: VariableFormProps) {
  const t = currentTranslate.value;
  const list = useId();
  const [name, setName] = useState('');
  const [fallback, setFallback] = useState('');
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const insert = (chosen: string): void => {
    const variable = chosen.trim();
    if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(variable)) onInsert(marker(variable, fallback));
    else {
      setWrong(true);
      field.current?.focus();
    }
  };
  return (
    <form
      class="rich-form"
      onSubmit={(event) => {
        event.preventDefault();
        insert(name);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div class="chips">
        {usual[language].map((variable) => (
          <button
            key={variable}
            type="button"
            class="chip"
            data-variable={variable}
            onClick={() => insert(variable)}
          >
            {variable}
          </button>
        ))}
      </div>
      <div class="template-pair">
        <Field
          label={t('templates.edit.variableName')}
          error={wrong ? t('templates.edit.variableBad') : undefined}
        >
          {(control) => (
            <input
              {...control}
              ref={field}
              class="input"
              name="variable-name"
              list={list}
              autocomplete="off"
              spellcheck={false}
              value={name}
              onInput={(event) => {
                setName(event.currentTarget.value);
                setWrong(false);
              }}
            />
          )}
        </Field>
        <Field label={t('templates.edit.variableFallback')}>
          {(control) => (
            <input
              {...control}
              class="input"
              name="variable-fallback"
              lang={language}
              value={fallback}
              onInput={(event) => setFallback(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      {/* With several fields Enter needs one to press. */}
      <input type="submit" hidden />
      <div class="rich-form-row">
        <Button kind="primary" name="insert-variable" onPress={() => insert(name)}>
          {t('templates.edit.variableInsert')}
        </Button>
        <Button kind="quiet" name="close-variable" onPress={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

function marker(name: string, fallback: string): string {
  const text = fallback.trim().replace(/[{}%]/g, '');
  if (text === '') return `{{ ${name} }}`;
  const quote = text.includes('"') ? "'" : '"';
  return `{{ ${name} | default: ${quote}${text.replaceAll(quote, '’')}${quote} }}`;
}
