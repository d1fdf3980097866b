import { render } from 'preact';
import { afterEach, expect, it } from 'vitest';
import { TemplateForm, type TemplateFormProps } from './template-form';

const props: TemplateFormProps = {
  labels: {
    title: 'Template',
    hint: '',
    back: 'Back',
    preview: 'Preview',
    insert: 'Insert',
    close: 'Close',
    local: '',
    fallback: (text) => text,
    gap: 'Empty',
    gaps: 'Date is empty',
    insertAnyway: 'Insert all the same',
  },
  name: 'Minutes',
  fields: [
    { name: 'reunion', label: 'Meeting', fallback: null },
    { name: 'date', label: 'Date', fallback: null },
  ],
  values: { reunion: 'Budget' },
  gaps: [],
  preview: null,
  busy: false,
  onValue: () => undefined,
  onInsert: () => undefined,
  onInsertAnyway: () => undefined,
  onClose: () => undefined,
};

HTMLDialogElement.prototype.showModal ??= () => undefined;

afterEach(() => render(null, document.body));

it('has the focus in the first empty field the moment that field is pointed out, so that no letter goes astray', () => {
  render(<TemplateForm {...props} />, document.body);
  document.querySelector<HTMLElement>('input[name="reunion"]')?.focus();
  render(<TemplateForm {...props} gaps={['date']} />, document.body);
  expect(document.activeElement?.getAttribute('name')).toBe('date');
});
