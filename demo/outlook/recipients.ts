import { el } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import type { Person } from '../shared/message-store.ts';
import { people } from '../shared/sample-mails.ts';

export type RecipientField = 'to' | 'cc' | 'bcc';

export interface RecipientWell {
  element: HTMLElement;
  commit(): void;
  focus(): void;
}

const zeroWidth = /\u200b/g;

function asPerson(typed: string): Person | null {
  const address = typed.replace(zeroWidth, '').replace(/[;,]/g, '').trim();
  const known = people.find(
    (person) => person.address === address || person.name.toLowerCase() === address.toLowerCase(),
  );
  if (known) return known;
  return /^\S+@\S+$/.test(address) ? { name: address, address } : null;
}

function chip(person: Person, id: string, onRemove: () => void): HTMLElement {
  return el(
    'span',
    {
      id,
      class: '_Entity _EType_RECIPIENT_ENTITY _EReadonly_1',
      contenteditable: 'false',
      draggable: 'true',
      'aria-label':
        person.name === person.address ? person.address : `${person.name} <${person.address}>`,
      title: person.address,
    },
    el('span', { class: 'textContainer-132 individualText-133' }, person.name),
    el('span', { class: 'chip-remove', 'aria-hidden': 'true', on: { click: onRemove } }),
  );
}

/** The text that stands beside the chips, not yet a recipient. */
function remainder(line: HTMLElement): string {
  return [...line.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.textContent ?? '')
    .join('');
}

/** One well of recipients: a `contenteditable` line with chips in it (webmail fragment O4). */
export function recipientWell(
  field: RecipientField,
  messageId: string,
  persons: Person[],
  onChange: () => void,
): RecipientWell {
  const wellId = `MSG_${messageId}_${field.toUpperCase()}`;
  const line = el('div', {
    class: 'well-line',
    'aria-label': label(field),
    contenteditable: 'true',
    tabindex: '0',
    'aria-controls': 'FloatingSuggestionsList',
  });
  const draw = (): void => {
    const parts: (Node | string)[] = ['\u200b'];
    persons.forEach((person, index) => {
      const remove = (): void => {
        persons.splice(persons.indexOf(person), 1);
        draw();
        onChange();
      };
      parts.push(chip(person, `REK_MSG_${messageId}_${index}`, remove), '\u200b');
    });
    line.replaceChildren(...parts);
  };
  const commit = (): void => {
    const person = asPerson(remainder(line));
    if (!person) return;
    persons.push(person);
    draw();
    onChange();
    if (document.activeElement === line) {
      getSelection()?.selectAllChildren(line);
      getSelection()?.collapseToEnd();
    }
  };
  line.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ';' || event.key === ',') {
      event.preventDefault();
      commit();
    }
  });
  line.addEventListener('blur', commit);
  draw();
  return {
    element: el(
      'div',
      { class: 'fui-Input well' },
      el('button', { type: 'button', class: 'well-name', tabindex: '-1' }, label(field)),
      el('div', { id: wellId, role: 'group', class: 'well-group' }, line),
    ),
    commit,
    focus: () => line.focus(),
  };
}
