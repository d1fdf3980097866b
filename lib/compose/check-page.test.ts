import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkPage } from './check-page';
import { whenComposeAppears } from './when-compose-appears';

const form = '<form><input name="subjectbox" value="Secret"><input name="composeid"></form>';
const send = '<div class="gU Up"><div role="button" data-tooltip="Send (Ctrl-Enter)"></div></div>';

function show(html: string): void {
  document.body.replaceChildren(document.createRange().createContextualFragment(html));
}
afterEach(() => document.body.replaceChildren());

describe('checkPage', () => {
  it('tells by which mark each part was found, and nothing of the text', () => {
    show(
      `<div>${form}<div g_editable="true" contenteditable="true" role="textbox">Words</div>${send}</div>`,
    );
    const check = checkPage(document, 'gmail');
    expect(check).toMatchObject({ host: 'gmail', doubts: 0 });
    expect(check.windows).toHaveLength(1);
    expect(check.windows[0]?.ranks).toMatchObject({ body: 0, subject: 0, send: 0, recipients: -1 });
    expect(JSON.stringify(check)).not.toMatch(/Words|Secret/);
  });

  it('finds the window by its form when the editor has lost all its marks', () => {
    show(`<div>${form}<div contenteditable="true">Words</div>${send}</div>`);
    const check = checkPage(document, 'gmail');
    expect(check.windows.map(({ ranks }) => ranks.body)).toEqual([-1]);
    const appeared = vi.fn();
    whenComposeAppears(document, 'gmail', new AbortController().signal, appeared);
    expect(appeared).toHaveBeenCalledTimes(1);
  });

  it('doubts when an editor stands beside a form but cannot be proved', () => {
    show(`<div role="main"><input name="composeid"><div contenteditable="true">Words</div></div>`);
    expect(checkPage(document, 'gmail')).toEqual({ host: 'gmail', windows: [], doubts: 1 });
  });

  it('finds nothing, and doubts nothing, where nobody writes', () => {
    show('<div role="main"><div role="document">Read</div><input name="q"></div>');
    for (const host of ['gmail', 'outlook'] as const) {
      expect(checkPage(document, host)).toEqual({ host, windows: [], doubts: 0 });
    }
  });
});
