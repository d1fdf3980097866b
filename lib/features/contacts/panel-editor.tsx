import { Trash2 } from 'lucide-preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { ViewTitle } from '@/components/view-title';
import { contactLimits } from '@/lib/core/contacts/contact-content';
import { currentTranslate } from '@/lib/platform/translate';
import { AddressField, AddressTaken } from './panel-address';
import { Clash } from './panel-clash';
import { type EditorProps, useContactEdit } from './panel-edit';
import { FreeFields } from './panel-free-fields';
import { WriteTo } from './panel-write-to';

/** One contact. What is typed is kept on the way, and saved with Enter or the button. */
export function ContactEditor(props: EditorProps) {
  const t = currentTranslate.value;
  const edit = useContactEdit(props);
  const { id, content, rows, check, faults, tries, taken, clash, change, save } = edit;
  const { desk } = props;
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  return (
    <form
      ref={form}
      class="contact-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <BackLink label={t('contacts.edit.back')} onBack={edit.cancel} />
      <ViewTitle>{id ? content.name || content.email : t('contacts.edit.new')}</ViewTitle>
      {clash && (
        <Clash
          conflicts={clash.conflicts}
          onMine={() => save(clash.theirs)}
          onTheirs={edit.takeOther}
        />
      )}
      {id && check.ok && <WriteTo desk={desk} address={check.address} />}
      <TextField
        label={t('contacts.fullName')}
        name="contact-name"
        value={content.name}
        onChange={(name) => change({ name })}
      />
      <AddressField
        value={content.email}
        check={check}
        tried={tries > 0}
        onChange={(email) => change({ email })}
      />
      {taken && (
        <AddressTaken
          contact={taken}
          // What was typed here is kept, and is there again at the next new contact.
          onOpen={() => desk.go({ view: 'edit', contact: taken })}
          onSaveAnyway={edit.saveAnyway}
        />
      )}
      <TextField
        label={t('contacts.organisation')}
        name="contact-organisation"
        value={content.organisation}
        onChange={(organisation) => change({ organisation })}
      />
      <TextField
        label={t('contacts.category')}
        name="contact-category"
        value={content.category}
        onChange={(category) => change({ category })}
      />
      <FreeFields rows={rows} faults={tries > 0 ? faults : []} onChange={edit.changeRows} />
      <Actions edit={edit} />
      {/* Enter in a field saves: a form without a submit button would not hear it. */}
      <button type="submit" class="only-spoken" tabIndex={-1} aria-hidden="true" />
    </form>
  );
}

function Actions({ edit }: { edit: ReturnType<typeof useContactEdit> }) {
  const t = currentTranslate.value;
  return (
    <div class="contact-actions">
      <Button kind="primary" name="save-contact" onPress={() => edit.save()}>
        {t('common.save')}
      </Button>
      <Button name="cancel" onPress={edit.cancel}>
        {t('common.cancel')}
      </Button>
      {edit.id && (
        <Button
          kind="danger"
          name="delete-contact"
          icon={<Trash2 size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={edit.remove}
        >
          {t('common.delete')}
        </Button>
      )}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  name: string;
  value: string;
  onChange(value: string): void;
}

function TextField({ label, name, value, onChange }: TextFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          class="input"
          name={name}
          value={value}
          maxLength={contactLimits.line}
          autocomplete="off"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
