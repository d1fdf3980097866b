import { describe, expect, it, vi } from 'vitest';
import { mountInShadow } from '@/components/mount-in-shadow';

/** Hands out the closed root as the owner of the element, which a page is not. */
function mountOpen(styles: string[] = []) {
  const host = document.createElement('div');
  document.body.append(host);
  let root: ShadowRoot | undefined;
  const attach = host.attachShadow.bind(host);
  host.attachShadow = (init) => {
    root = attach(init);
    return root;
  };
  const mount = mountInShadow(host, <input aria-label="one" />, { styles });
  if (!root) throw new Error('no shadow root');
  return { host, root, mount };
}

describe('mountInShadow', () => {
  it('closes the root to the page', () => {
    const { host } = mountOpen();
    expect(host.shadowRoot).toBeNull();
  });

  it('keeps keys and clipboard events from the page, whose one-key shortcuts archive mail', () => {
    const { root } = mountOpen();
    const heard = vi.fn();
    const types = ['keydown', 'keypress', 'keyup', 'paste', 'copy', 'cut', 'input'];
    for (const type of types) document.addEventListener(type, heard);
    const input = root.querySelector('input');
    for (const type of types) {
      input?.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
    expect(heard).not.toHaveBeenCalled();
    for (const type of types) document.removeEventListener(type, heard);
  });

  it('keeps the DOM of unchanged parts over an update', () => {
    const { root, mount } = mountOpen();
    const input = root.querySelector('input');
    mount.update(<input aria-label="two" />);
    expect(root.querySelector('input')).toBe(input);
    expect(input?.getAttribute('aria-label')).toBe('two');
  });

  it('brings its styles where sheets cannot be adopted', () => {
    const { root } = mountOpen(['.a { color: red }', '.b { color: blue }']);
    const adopted = (root.adoptedStyleSheets ?? []).length;
    expect(adopted === 2 || root.querySelector('style')?.textContent?.includes('.b')).toBe(true);
  });

  it('leaves nothing behind', () => {
    const { root, mount } = mountOpen(['.a { color: red }']);
    mount.dispose();
    expect(root.childNodes.length).toBe(0);
  });

  it('forces a theme only when asked to', () => {
    const { host, mount } = mountOpen();
    expect(host.hasAttribute('data-iaposte-theme')).toBe(false);
    mount.setTheme('dark');
    expect(host.getAttribute('data-iaposte-theme')).toBe('dark');
    mount.setTheme('auto');
    expect(host.hasAttribute('data-iaposte-theme')).toBe(false);
  });
});
