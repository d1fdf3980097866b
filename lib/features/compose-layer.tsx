import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { composeStyles } from '@/components/compose-styles';
import { mountInShadow } from '@/components/mount-in-shadow';
import { NoticeCard } from '@/components/notice-card';
import type { ComposeEditor } from '@/lib/compose/compose-editor';
import type { PageTheme } from '@/lib/compose/page-theme';
import type { ComposeEnvironment } from '@/lib/features/compose-environment';
import type { ComposeContext, Notice } from '@/lib/features/compose-feature';
import { guardConfirmKeys } from '@/lib/features/confirm-guard';
import type { MessageKey } from '@/lib/locales/catalogue';

type Layer = Pick<
  ComposeContext,
  'showLive' | 'showDialog' | 'dialogOpen' | 'showNotice' | 'showFailure' | 'announce' | 'copy'
>;

/** What a screen reader is told; the counter makes a repeated sentence heard again. */
interface Announcement {
  text: string;
  urgency: 'polite' | 'assertive';
  count: number;
}

/**
 * Where one compose window draws what floats over the page: the live strip by the caret, notices above
 * the bar, the dialog. One closed shadow root, made only when there is something to show.
 */
export function createComposeLayer(place: {
  editor: ComposeEditor;
  bar: HTMLElement;
  environment: ReadonlySignal<ComposeEnvironment>;
  theme: ReadonlySignal<PageTheme>;
  until: AbortSignal;
  /** Where notices stand instead of floating over the text: a page of ours has room for them. */
  showNotice?: Layer['showNotice'];
}): Layer {
  const { editor, bar, environment, theme, until } = place;
  const live = signal<ComponentChildren | null>(null);
  const dialog = signal<ComponentChildren | null>(null);
  const notice = signal<Notice | null>(null);
  const announcement = signal<Announcement>({ text: '', urgency: 'polite', count: 0 });
  const caret = caretAnchor(editor);
  const close = (): void => {
    notice.value = null;
  };

  const Content = () => (
    <>
      <Announcer announcement={announcement.value} />
      {live.value !== null && (
        <Floating
          anchor={caret}
          side="bottom-start"
          width={stripWidth(editor)}
          within={editor.element}
        >
          {live.value}
        </Floating>
      )}
      {notice.value && (
        <Floating anchor={bar} side="top-start" width={stripWidth(editor)} within={editor.element}>
          <NoticeCard
            tone={notice.value.tone}
            text={notice.value.text}
            actions={(notice.value.actions ?? []).map((action) => ({
              label: action.label,
              run: () => {
                close();
                action.run();
              },
            }))}
            labels={{ close: environment.value.t('common.close') }}
            onClose={close}
          />
        </Floating>
      )}
      {dialog.value}
    </>
  );

  let opened = false;
  let dialogClosed = (): void => undefined;
  const open = (): void => {
    if (opened || until.aborted) return;
    opened = true;
    const view = editor.element.ownerDocument.defaultView;
    if (view) dialogClosed = guardConfirmKeys(view, () => dialog.value !== null, until);
    const host = editor.element.ownerDocument.createElement('iaposte-layer');
    // Above every window of the page, yet without a box of its own that could cover anything.
    host.style.cssText = 'position:fixed;top:0;left:0;width:0;height:0;z-index:2147483647';
    editor.element.ownerDocument.body.append(host);
    const mount = mountInShadow(host, <Content />, { styles: composeStyles });
    const stopTheme = effect(() => mount.setTheme(theme.value));
    until.addEventListener('abort', () => {
      stopTheme();
      mount.dispose();
      host.remove();
    });
  };

  const showNotice: Layer['showNotice'] =
    place.showNotice ??
    ((next) => {
      if (next) open();
      notice.value = next;
    });
  return {
    showLive(content) {
      if (content !== null) open();
      live.value = content;
    },
    showDialog(content) {
      if (content !== null) open();
      const closes = content === null && dialog.value !== null;
      dialog.value = content;
      if (closes) dialogClosed();
    },
    dialogOpen: () => dialog.value !== null,
    showNotice,
    showFailure(failure, actions = []) {
      if (failure.code === 'aborted') return;
      const key: MessageKey = `error.${failure.code}`;
      showNotice({ tone: 'error', text: environment.value.t(key), actions });
    },
    announce(text, urgency = 'polite') {
      open();
      announcement.value = { text, urgency, count: announcement.value.count + 1 };
    },
    copy: (text) => copyText(text, editor.element.ownerDocument),
  };
}

/** Two live regions that are always there: a region added together with its text is not read aloud. */
function Announcer({ announcement: { text, urgency, count } }: { announcement: Announcement }) {
  // A trailing no-break space that comes and goes makes the same sentence a change.
  const spoken = count % 2 === 0 ? text : `${text}\u00a0`;
  return (
    <>
      <div class="only-spoken" role="status" aria-live="polite">
        {urgency === 'polite' ? spoken : ''}
      </div>
      <div class="only-spoken" role="alert" aria-live="assertive">
        {urgency === 'assertive' ? spoken : ''}
      </div>
    </>
  );
}

type Anchor = Parameters<typeof computePosition>[0];

/** The caret moves as the page scrolls: it is asked again at each update. */
function caretAnchor(editor: ComposeEditor): Anchor {
  return {
    getBoundingClientRect: () => editor.caretRect(),
    contextElement: editor.element,
  };
}

/** As wide as the draft, within reason; the viewport's edge wins. */
function stripWidth(editor: ComposeEditor): number {
  return Math.round(Math.min(560, Math.max(260, editor.element.getBoundingClientRect().width)));
}

function Floating(props: {
  anchor: Anchor;
  side: 'bottom-start' | 'top-start';
  width: number;
  /** The draft. */
  within: HTMLElement;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    return autoUpdate(props.anchor, element, () => {
      void computePosition(props.anchor, element, {
        placement: props.side,
        strategy: 'fixed',
        middleware: [
          offset(8),
          flip({ flipAlignment: false }),
          // Over the draft it belongs to and not over the list of messages; the viewport's edge wins.
          shift({ boundary: props.within }),
          shift({ padding: 8, crossAxis: true }),
        ],
      }).then(({ x, y }) => {
        element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      });
    });
  }, [props.anchor, props.side, props.within]);
  return (
    <div
      class="floating"
      ref={box}
      style={{
        position: 'fixed',
        top: 0,
        left: 0,
        maxWidth: 'calc(100vw - 16px)',
        width: `${props.width}px`,
      }}
    >
      {props.children}
    </div>
  );
}

/** The clipboard API first; some pages forbid it, so a selection of our own stands behind it. */
async function copyText(text: string, document: Document): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}
