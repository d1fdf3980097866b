import { el } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import type { Person } from '../shared/message-store.ts';
import { people } from '../shared/sample-mails.ts';
import { gmailId } from './ids.ts';

export type RecipientField = 'to' | 'cc' | 'bcc';

export interface RecipientCell {
  row: HTMLTableRowElement;
  input: HTMLInputElement;
  /** Turns what is typed into a recipient; answers false when something unfinished remains. */
  commit(): boolean;
}

function chip(person: Person, onRemove: () => void): HTMLElement {
  const option = el(
    'div',
    {
      role: 'option',
      'data-name': person.name,
      'data-hovercard-id': person.address,
      tabindex: '-1',
      class: 'afV',
      'aria-selected': 'false',
      title: person.address,
    },
    el('div', { class: 'akl' }, person.name),
    el('div', {
      class: 'afX',
      role: 'button',
      'aria-label': `${label('removeRecipient')} ${person.name}`,
      on: { click: onRemove },
    }),
  );
  return el('div', {}, option);
}

function asPerson(typed: string): Person | null {
  const address = /<([^>]+)>/.exec(typed)?.[1] ?? typed.trim();
  const known = people.find(
    (person) => person.address === address || person.name.toLowerCase() === address.toLowerCase(),
  );
  if (known) return known;
  return /^\S+@\S+$/.test(address) ? { name: address, address } : null;
}

/** One row of recipients, built as Gmail's "PeopleKit" since 2021 (webmail fragments G2, G12). */
export function recipientRow(
  field: RecipientField,
  persons: Person[],
  inline: boolean,
  onChange: () => void,
): RecipientCell {
  const name = label(field);
  const chips = el('div', { class: 'chips' });
  const known = gmailId();
  const input = el('input', {
    class: 'agP aFw',
    id: gmailId(),
    'peoplekit-id': 'BbVjBd',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': `${name} ${label('recipients').toLowerCase()}`,
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-expanded': 'false',
    size: 0,
    type: 'text',
    role: 'combobox',
    list: known,
  });
  const suggestions = el(
    'datalist',
    { id: known },
    ...people.map((person) => el('option', { value: `${person.name} <${person.address}>` })),
  );
  const draw = (): void => {
    chips.replaceChildren(
      ...persons.map((person) =>
        chip(person, () => {
          persons.splice(persons.indexOf(person), 1);
          draw();
          onChange();
        }),
      ),
    );
  };
  const commit = (): boolean => {
    const person = asPerson(input.value.replace(/[,;]$/, ''));
    if (!person) return input.value.trim() === '';
    persons.push(person);
    input.value = '';
    draw();
    onChange();
    return true;
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ',' || event.key === ';') {
      event.preventDefault();
      commit();
    } else if (event.key === 'Backspace' && input.value === '' && persons.length > 0) {
      persons.pop();
      draw();
      onChange();
    }
  });
  input.addEventListener('change', commit);
  draw();

  const listbox = el('div', { role: 'listbox', 'aria-label': name }, el('div', {}, chips));
  const holder = el(
    'div',
    { class: 'aH9', role: 'presentation' },
    el('div', {}, el('div', {}, el('div', {}, listbox))),
    input,
    suggestions,
  );
  const cell = el(
    'div',
    { name: field, class: 'anm', 'aria-label': name },
    inline ? el('div', { class: 'aUy' }, holder) : holder,
  );
  const row = el(
    'tr',
    { class: 'bzf' },
    el(
      'td',
      { class: 'ok' },
      el(
        'div',
        { class: 'o1' },
        el('span', { class: 'gO aQY', role: 'link', tabindex: '1' }, name),
      ),
    ),
    el('td', { class: 'eV' }, el('div', { class: 'oj' }, el('div', { class: 'wO nr l1' }, cell))),
  );
  return { row, input, commit };
}
