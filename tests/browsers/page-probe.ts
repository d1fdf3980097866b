/** What to look for: a CSS selector, or a role with its accessible name (a string is exact). */
export type Target = string | { css: string } | { role: string; name?: string | RegExp };

/** The same, fit to travel into a page. */
export type WireTarget = { css: string } | { role: string; name?: string; pattern?: string };

export interface AccessibleNode {
  role: string;
  name: string;
  state: string[];
}

export interface Probe {
  operation: 'place' | 'text' | 'count' | 'attribute' | 'focus' | 'snapshot' | 'box' | 'open-roots';
  target: WireTarget;
  attribute?: string;
}

/** In CSS pixels of the viewport. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlaceResult {
  found: boolean;
  visible: boolean;
  disabled: boolean;
  /** Centre, in CSS pixels of the viewport. */
  x: number;
  y: number;
  /** What lies above the element at its centre; empty when nothing does. */
  coveredBy: string;
}

export function toWire(target: Target): WireTarget {
  if (typeof target === 'string') return { css: target };
  if ('css' in target) return target;
  const { role, name } = target;
  return name instanceof RegExp ? { role, pattern: name.source } : { role, name };
}

export function describeTarget(target: Target): string {
  return typeof target === 'string' ? target : JSON.stringify(toWire(target));
}

/**
 * Runs INSIDE the page, handed over as source text: it may use nothing from outside itself. `roots` are
 * the document and every shadow root below it, closed ones included, which only the driver can reach.
 */
export function probePage(probe: Probe, ...roots: (Document | ShadowRoot)[]): unknown {
  const tagRoles: Record<string, string> = {
    A: 'link',
    BUTTON: 'button',
    DIALOG: 'dialog',
    H1: 'heading',
    H2: 'heading',
    H3: 'heading',
    IMG: 'img',
    LI: 'listitem',
    OL: 'list',
    OUTPUT: 'status',
    PROGRESS: 'progressbar',
    SELECT: 'combobox',
    SUMMARY: 'button',
    TEXTAREA: 'textbox',
    UL: 'list',
  };
  const inputRoles: Record<string, string> = {
    button: 'button',
    checkbox: 'checkbox',
    radio: 'radio',
    range: 'slider',
    search: 'searchbox',
    submit: 'button',
  };
  const roleOf = (element: Element): string => {
    const given = element.getAttribute('role');
    if (given) return given;
    if (element.tagName === 'INPUT') {
      return inputRoles[(element as HTMLInputElement).type] ?? 'textbox';
    }
    return tagRoles[element.tagName] ?? '';
  };
  const visibleText = (node: Node): string => {
    if (node.nodeType === 3) return node.textContent ?? '';
    if (node.nodeType !== 1) return '';
    const element = node as Element;
    if (element.getAttribute('aria-hidden') === 'true') return '';
    const label = element.getAttribute('aria-label');
    if (label) return label;
    return [...element.childNodes].map(visibleText).join(' ');
  };
  const nameOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const labelled = (element.getAttribute('aria-labelledby') ?? '')
      .split(/\s+/)
      .map((id) => (id ? root.getElementById(id)?.textContent : ''))
      .join(' ');
    const labels = [...((element as HTMLInputElement).labels ?? [])].map(visibleText).join(' ');
    const isField = /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
    const content = isField ? '' : [...element.childNodes].map(visibleText).join(' ');
    const candidates = [
      labelled,
      element.getAttribute('aria-label'),
      element.getAttribute('alt'),
      labels,
      content,
      element.getAttribute('placeholder'),
      element.getAttribute('title'),
    ];
    const name = candidates.find((candidate) => candidate?.trim());
    return (name ?? '').replace(/\s+/g, ' ').trim();
  };
  const isVisible = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return shown && box.width > 0 && box.height > 0;
  };
  const matches = (element: Element): boolean => {
    const { target } = probe;
    if ('css' in target) return true;
    if (roleOf(element) !== target.role || !isVisible(element)) return false;
    const name = nameOf(element);
    if (target.pattern !== undefined) return new RegExp(target.pattern, 'u').test(name);
    return target.name === undefined || name === target.name;
  };
  const selector = 'css' in probe.target ? probe.target.css : '*';
  const found = roots.flatMap((root) => [...root.querySelectorAll(selector)].filter(matches));
  // A hidden twin (a closed window, an inactive tab) must not stand in the way of the visible one.
  const element = found.find(isVisible) ?? found[0];

  const place = (): PlaceResult => {
    if (!element) {
      return { found: false, visible: false, disabled: false, x: 0, y: 0, coveredBy: '' };
    }
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const top = (element.getRootNode() as Document | ShadowRoot).elementFromPoint(x, y);
    const covered = top !== null && !element.contains(top) && !top.contains(element);
    return {
      found: true,
      visible: isVisible(element),
      disabled:
        (element as HTMLButtonElement).disabled === true ||
        element.getAttribute('aria-disabled') === 'true',
      x,
      y,
      coveredBy: covered ? `${top.tagName.toLowerCase()}.${top.getAttribute('class') ?? ''}` : '',
    };
  };
  const text = (): string | null => {
    if (!element) return null;
    const field = element as HTMLInputElement;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) return field.value;
    return (element as HTMLElement).innerText ?? element.textContent;
  };
  const snapshot = (): AccessibleNode[] =>
    found.flatMap((top) => {
      const shadow = roots.find((root) => 'host' in root && root.host === top);
      return [...(shadow ?? top).querySelectorAll('*')]
        .filter((inside) => roleOf(inside) && isVisible(inside))
        .map((inside) => ({
          role: roleOf(inside),
          name: nameOf(inside),
          state: [
            'aria-pressed',
            'aria-expanded',
            'aria-checked',
            'aria-disabled',
            'disabled',
          ].flatMap((state) =>
            inside.hasAttribute(state) ? [`${state}=${inside.getAttribute(state)}`] : [],
          ),
        }));
    });
  const box = (): Box | null => {
    if (!element) return null;
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  /** Lets what runs in the page see closed shadow roots too, as a checker of accessibility must. */
  const openRoots = (): void => {
    for (const root of roots) {
      if ('host' in root) {
        Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true });
      }
    }
  };
  switch (probe.operation) {
    case 'box':
      return box();
    case 'open-roots':
      return openRoots();
    case 'place':
      return place();
    case 'text':
      return text();
    case 'count':
      return found.length;
    case 'attribute':
      return element?.getAttribute(probe.attribute ?? '') ?? null;
    case 'focus':
      (element as HTMLElement | undefined)?.focus();
      return Boolean(element);
    case 'snapshot':
      return snapshot();
  }
}
