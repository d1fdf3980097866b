import { signal } from '@preact/signals';
import type { RememberedPlace } from '@/lib/compose/compose-editor';
import { AppError, type Failure, isMendedInSettings, toFailure } from '@/lib/core/app-error';
import { formatElapsed } from '@/lib/core/dictation/format-elapsed';
import { type DictationState, isCapturing } from '@/lib/core/dictation/recording-state';
import type { ComposeContext, ComposeFeature, NoticeAction } from '@/lib/features/compose-feature';
import { createInsertion } from './compose-insertion';
import { type DictationLink, openDictationLink } from './compose-link';
import { Live, type LiveView, silentView } from './compose-live';
import { type DictationEvent, type DictationReadiness, dictationMessages } from './messages';

/** How long "undo" stands beside a thrown-away recording; the background keeps it a little longer. */
const graceMs = 10_000;

/** Dictation in one compose window: button → live strip → review → one insertion. */
export const dictationCompose: ComposeFeature = {
  id: 'dictation',
  start(context) {
    const dictation = createDictation(context);
    void dictation.offerUnclaimed();
    return { actions: { dictate: dictation.toggle } };
  },
};

function createDictation(context: ComposeContext) {
  const { editor, t } = context;
  const view = signal<LiveView>(silentView);
  let state: DictationState = 'idle';
  let link: DictationLink | undefined;
  /** The recording whose events count here; an older one has lost this window. */
  let following = '';
  /** Why it waits, as it was last said. */
  let toldToWait = '';
  let place: RememberedPlace | undefined;
  let sent = false;

  const over = (): boolean => sent || editor.signal.aborted;
  const insertion = createInsertion(context, over, resume);

  editor.onSend(() => {
    sent = true;
    // The mail is leaving: what was said is kept, and nothing is written after it.
    if (isCapturing(state)) link?.send({ type: 'stop' });
    clearLive();
    context.showDialog(null);
  }, editor.signal);
  editor.signal.addEventListener('abort', () => link?.close());

  /** The host refused to send (no recipient): who goes on in this window has not sent it. */
  function resume(): void {
    sent = false;
  }

  function clearLive(): void {
    context.showLive(null);
    context.setButton('dictate', { state: 'idle' });
  }

  function fail(failure: Failure, kept: boolean): void {
    clearLive();
    if (over()) return;
    if (import.meta.env.FIREFOX && failure.code === 'microphone-refused') {
      // The mail page itself asked: no page of ours can give this permission.
      context.showNotice({ tone: 'error', text: t('dictation.refusedHere') });
      return;
    }
    context.showFailure(failure, nextSteps(failure, kept));
  }

  function nextSteps(failure: Failure, kept: boolean): NoticeAction[] {
    const steps: NoticeAction[] = [];
    const waiting = link;
    const noEngine = failure.code === 'no-engine' || failure.code === 'recogniser-unreachable';
    if (kept && waiting && !noEngine) {
      const retry = () => waiting.send({ type: 'retry' });
      steps.push({ label: t('common.retry'), run: retry });
    }
    if (isMendedInSettings(failure.code)) {
      steps.push({ label: t('common.openSettings'), run: () => ask('dictation.openSettings') });
    }
    if (import.meta.env.CHROME && failure.code === 'microphone-refused') {
      const open = () => ask('dictation.openMicrophonePage');
      steps.push({ label: t('dictation.allowMicrophone'), run: open });
    }
    return steps;
  }

  function ask(name: 'dictation.openSettings' | 'dictation.openMicrophonePage'): void {
    dictationMessages.send(name).catch((thrown) => fail(toFailure(thrown), false));
  }

  async function toggle(): Promise<void> {
    if (editor.signal.aborted) return;
    if (state === 'recording' || state === 'paused') link?.send({ type: 'stop' });
    else if (!isCapturing(state) && state !== 'transcribing') await prepare();
  }

  async function prepare(): Promise<void> {
    resume();
    // The caret is remembered before anything of ours takes focus.
    place = editor.rememberPlace();
    state = 'asking';
    context.showNotice(null);
    context.setButton('dictate', { state: 'busy' });
    try {
      const readiness = await dictationMessages.send('dictation.ready');
      if (over()) return;
      if (readiness.microphone === 'welcome') {
        state = 'idle';
        clearLive();
        context.showNotice({ tone: 'info', text: t('dictation.askingOnWelcomePage') });
        ask('dictation.openMicrophonePage');
        return;
      }
      if (readiness.microphone === 'denied') throw new AppError('microphone-refused');
      if (readiness.askAboutService) askAboutService(readiness);
      else begin(readiness);
    } catch (thrown) {
      state = 'idle';
      fail(toFailure(thrown), false);
    }
  }

  /** Asked once, before the first word: recording alone is one of the answers. */
  function askAboutService(readiness: DictationReadiness): void {
    state = 'idle';
    clearLive();
    const decide = (allowed: boolean) => async (): Promise<void> => {
      context.showNotice(null);
      try {
        await dictationMessages.send('dictation.allowService', { allowed });
        begin(readiness);
      } catch (thrown) {
        fail(toFailure(thrown), false);
      }
    };
    context.showNotice({
      tone: 'info',
      text: t('dictation.askService'),
      actions: [
        { label: t('dictation.allowService'), run: decide(true) },
        { label: t('dictation.recordOnly'), run: decide(false) },
      ],
    });
  }

  function begin(readiness: DictationReadiness): void {
    if (over()) return;
    // An earlier recording that still waits goes on without this window; the history gets its text.
    link?.close();
    state = 'asking';
    view.value = { ...silentView, destination: readiness.destination };
    const recordingId = crypto.randomUUID();
    following = recordingId;
    toldToWait = '';
    context.showLive(
      <Live
        view={view}
        t={t}
        onPause={() => link?.send({ type: 'pause' })}
        onResume={() => link?.send({ type: 'resume' })}
        onStop={() => link?.send({ type: 'stop' })}
        onCancel={cancel}
      />,
    );
    link = openDictationLink(
      {
        type: 'start',
        recordingId,
        host: editor.host,
        subject: editor.subject(),
        language: 'auto',
      },
      (event) => {
        if (following === recordingId) receive(event);
      },
    );
  }

  function cancel(): void {
    if (state !== 'asking') {
      link?.send({ type: 'cancel' });
      return;
    }
    // The browser's own question may still stand: do not wait for its answer.
    link?.close();
    following = '';
    state = 'idle';
    clearLive();
  }

  function receive(event: DictationEvent): void {
    switch (event.type) {
      case 'state':
        enter(event);
        break;
      case 'level':
        view.value = { ...view.value, level: event.level, elapsedMs: event.elapsedMs };
        showButton();
        break;
      case 'listening':
        view.value = { ...view.value, recognition: event.recognition };
        break;
      case 'partial':
        view.value = { ...view.value, partialText: event.text };
        break;
      case 'final': {
        const finalText = `${view.value.finalText} ${event.text}`.trim();
        view.value = { ...view.value, finalText, partialText: '' };
        break;
      }
      case 'result':
        state = 'done';
        clearLive();
        if (!over() && !context.dialogOpen()) insertion.review(event.result, place);
        // The window outlived its Send, or another review stands: seen when the user asks for it.
        else if (!editor.signal.aborted) insertion.offer(event.result);
        // Only now: until the review holds the text, this thread keeps it from other windows.
        link?.close();
        break;
      case 'failure':
        state = 'failed';
        fail(event.failure, event.kept);
        break;
    }
  }

  function enter(event: Extract<DictationEvent, { type: 'state' }>): void {
    const before = state;
    state = event.state;
    if (over()) return;
    if (isCapturing(state) || state === 'transcribing') {
      view.value = { ...view.value, state: state as LiveView['state'] };
    }
    switch (state) {
      case 'recording':
      case 'paused':
        if (before !== state) context.announce(t(`compose.live.${state}`), 'assertive');
        showButton();
        break;
      case 'stopping':
      case 'transcribing':
        context.setButton('dictate', { state: 'busy', label: t('dictation.live.short') });
        break;
      case 'queued':
        if (event.failure) wait(event.failure, event.nextTryAt);
        break;
      case 'discarded':
        offerRestore();
        break;
    }
  }

  function showButton(): void {
    if (state !== 'recording' && state !== 'paused') return;
    const { elapsedMs, level } = view.value;
    context.setButton('dictate', {
      state: 'active',
      label: formatElapsed(elapsedMs),
      level: state === 'recording' && level !== null ? level : undefined,
    });
  }

  /** No engine, no network, a busy server: the recording is safe, and the bar says how to go on. */
  function wait(failure: Failure, nextTryAt: number | undefined): void {
    clearLive();
    // The background repeats itself when it was restarted; a notice that was closed stays closed.
    const reason = `${failure.code} ${nextTryAt}`;
    if (reason === toldToWait) return;
    toldToWait = reason;
    const seconds = nextTryAt === undefined ? 0 : Math.ceil((nextTryAt - Date.now()) / 1000);
    const next = seconds > 0 ? ` ${t('dictation.panel.nextTry', { seconds })}` : '';
    context.showNotice({
      tone: 'warning',
      text: t(`error.${failure.code}`) + next,
      actions: nextSteps(failure, true),
    });
  }

  function offerRestore(): void {
    clearLive();
    const thrownAway = link;
    const forget = setTimeout(() => {
      if (link !== thrownAway) return;
      link?.close();
      context.showNotice(null);
    }, graceMs);
    const restore = (): void => {
      clearTimeout(forget);
      context.showNotice(null);
      thrownAway?.send({ type: 'restore' });
    };
    const actions = [{ label: t('common.undo'), run: restore }];
    context.showNotice({ tone: 'info', text: t('dictation.discarded'), actions });
  }

  return {
    toggle: () => void toggle(),
    offerUnclaimed: () => insertion.offerUnclaimed(() => state === 'idle'),
  };
}
