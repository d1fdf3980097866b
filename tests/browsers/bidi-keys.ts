/** Code points that WebDriver gives to keys without a character of their own. */
const named: Record<string, string> = {
  Alt: '\ue00a',
  ArrowDown: '\ue015',
  ArrowLeft: '\ue012',
  ArrowRight: '\ue014',
  ArrowUp: '\ue013',
  Backspace: '\ue003',
  Control: '\ue009',
  Delete: '\ue017',
  End: '\ue010',
  Enter: '\ue007',
  Escape: '\ue00c',
  F6: '\ue036',
  F10: '\ue03a',
  Home: '\ue011',
  Meta: '\ue03d',
  PageDown: '\ue00f',
  PageUp: '\ue00e',
  Shift: '\ue008',
  Space: ' ',
  Tab: '\ue004',
};

type KeyAction = { type: 'keyDown' | 'keyUp'; value: string };

/** A chord such as `Control+Shift+7`: all keys down in order, then up in reverse. */
export function chordActions(chord: string): KeyAction[] {
  const keys = chord.split(/(?<=.)\+/).map((key) => named[key] ?? key);
  return [
    ...keys.map((value): KeyAction => ({ type: 'keyDown', value })),
    ...keys.toReversed().map((value): KeyAction => ({ type: 'keyUp', value })),
  ];
}

/** Text key by key; a line break is Enter. */
export function typingActions(text: string): KeyAction[] {
  return [...text].flatMap((character) => chordActions(character === '\n' ? 'Enter' : character));
}
