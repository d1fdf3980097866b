import type { EditorAdapter } from '@/lib/compose/compose-adapter';
import type {
  ComposeEditor,
  DraftSnapshot,
  RememberedPlace,
  TextEdit,
  WriteOutcome,
} from '@/lib/compose/compose-editor';
import { createPlainSurface } from '@/lib/compose/draft/plain-surface';
import { createRichSurface } from '@/lib/compose/draft/rich-surface';
import type { LiveParts } from '@/lib/compose/live-parts';
import type { PagePaste } from '@/lib/compose/page-paste';
import { watchTyping } from '@/lib/compose/typing-watch';
import { watchSend } from '@/lib/compose/watch-send';
import { writeSubject } from '@/lib/compose/write-subject';

/** How long a write waits for the user to finish a character or a burst of typing, in ms. */
const patience = 3000;
/** A second identical insertion within this time is the second half of a double click. */
const doubleClick = 600;

/** Builds the editor of one compose window; it works until `signal` aborts. */
export function createComposeEditor(
  adapter: EditorAdapter,
  parts: LiveParts,
  signal: AbortSignal,
  pagePaste: PagePaste | null,
): ComposeEditor {
  const { element } = parts;
  const surface =
    element instanceof HTMLTextAreaElement
      ? createPlainSurface(element)
      : createRichSurface(element, {
          isForeign: adapter.isForeign,
          insertMethod: adapter.insertMethod,
          pagePaste,
        });
  const typing = watchTyping(element, signal);
  const send = watchSend(
    element,
    () => parts.root,
    () => adapter.sendButton(parts.root),
    signal,
  );
  const write = writeQueue(async (change) => {
    if (signal.aborted || !element.isConnected) return gone;
    if (send.sent) return gone;
    if (!(await typing.settled(patience))) {
      return { ok: false, reason: 'composing', restored: true };
    }
    if (signal.aborted || send.sent || !element.isConnected) return gone;
    const outcome = await change();
    typing.touch();
    return outcome;
  });
  const once = onceAtATime();
  return {
    host: adapter.host,
    get kind() {
      return parts.kind;
    },
    element,
    get root() {
      return parts.root;
    },
    get evidence() {
      return parts.evidence;
    },
    signal,
    onGrow: (callback, until) => parts.onGrow(callback, until),
    subject: () => adapter.subject(parts),
    setSubject(text) {
      if (signal.aborted || send.sent || !element.isConnected) {
        return { ok: false, reason: 'draft-gone' };
      }
      return writeSubject(adapter.subjectField(parts.root), text);
    },
    recipients: () => adapter.recipients(parts),
    read: (scope) => {
      send.resume();
      return surface.read(scope);
    },
    rememberPlace: () => {
      send.resume();
      return surface.rememberPlace();
    },
    caretRect: () => surface.caretRect(),
    focus: () => surface.focus(),
    insertText: (text, place, options = {}) =>
      once(place ?? element, normalise(text), () => {
        const at = place ?? surface.rememberPlace();
        return write(() => surface.insert(normalise(text), at, options));
      }),
    applyEdits: (snapshot: DraftSnapshot, edits: readonly TextEdit[]) =>
      once(snapshot, JSON.stringify(edits), () => write(() => surface.apply(snapshot, edits))),
    onSend: (callback, until) => send.onSend(callback, until),
  };
}

const gone: WriteOutcome = { ok: false, reason: 'draft-gone', restored: true };

function normalise(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

type Write = () => Promise<WriteOutcome>;

/** One write after the other, in the order of the calls. */
function writeQueue(
  run: (change: Write) => Promise<WriteOutcome>,
): (change: Write) => Promise<WriteOutcome> {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const result = last.then(() => run(change));
    last = result.catch(() => undefined);
    return result;
  };
}

/** The same write asked for twice at once (a double click) is done once; both callers get its outcome. */
function onceAtATime(): (
  key: RememberedPlace | DraftSnapshot | Element,
  content: string,
  run: Write,
) => Promise<WriteOutcome> {
  const running = new WeakMap<object, { content: string; outcome: Promise<WriteOutcome> }>();
  return (key, content, run) => {
    const before = running.get(key);
    if (before?.content === content) return before.outcome;
    const outcome = run();
    const entry = { content, outcome };
    running.set(key, entry);
    const forget = () => {
      if (running.get(key) === entry) running.delete(key);
    };
    outcome.then(() => setTimeout(forget, doubleClick), forget);
    return outcome;
  };
}
