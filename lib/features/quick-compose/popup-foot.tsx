import { Eraser } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { ProgressBar } from '@/components/progress-bar';
import { focusIsLost } from '@/components/use-kept-focus';
import { toFailure } from '@/lib/core/app-error';
import { type MailPlace, mailPlaces } from '@/lib/core/mail/compose-link';
import { isEmptyDraft, unresolved } from '@/lib/core/quick-compose/quick-draft';
import { noOutcome } from '@/lib/core/quick-compose/sending';
import { browser } from '@/lib/platform/browser';
import { commandKey } from '@/lib/platform/command-key';
import { openMail } from '@/lib/platform/open-mail';
import { currentTranslate } from '@/lib/platform/translate';
import { quickComposePageMessages, type SendingNow } from './messages';
import type { DraftInHand } from './popup-draft';
import { useSendingRelay } from './popup-relay';
import type { SendingInHand } from './popup-sending';
import {
  addressesOf,
  faultyOf,
  isUnfinished,
  listNames,
  type QuickNotice,
  tellOutcome,
  tellUnfinished,
  whyNot,
} from './popup-words';
import { splitRecipients } from './split-recipients';

interface FootProps {
  hand: DraftInHand;
  sending: SendingInHand;
  /** The mail is locked while it leaves: what goes out is what stood there at the press. */
  locked: boolean;
  onPressed(pressed: boolean): void;
  onNotice(notice: QuickNotice | null): void;
  children: ComponentChildren;
}

/** The foot of the popup: dictation and templates, emptying, sending, opening elsewhere. */
export function QuickFoot({ hand, sending, locked, onPressed, onNotice, children }: FootProps) {
  const t = currentTranslate.value;
  const draft = hand.now();
  const relay = useSendingRelay();
  const connected = relay.sends;
  const empty = isEmptyDraft(draft);

  const clear = (): void => {
    onNotice(null);
    const fail = async (thrown: unknown): Promise<void> => {
      const { code } = toFailure(thrown);
      const elsewhere = code === 'draft-changed';
      // Here stands what is there now.
      if (elsewhere) await hand.load();
      const why = t(`error.${code}`);
      const text = t(elsewhere ? 'quick-compose.notClearedElsewhere' : 'quick-compose.notCleared', {
        why,
      });
      onNotice({ tone: elsewhere ? 'warning' : 'error', text });
    };
    void hand.clear().catch(fail);
    // At once, and not when it is saved: by then the next mail is being written, and its letters would land elsewhere.
    // The button cannot be pressed twice: the focus goes where that mail begins.
    focusRecipients();
  };
  const open = async (place: MailPlace): Promise<void> => {
    try {
      await takeTyped(hand);
      const refusal = faultyOf(hand.now(), t);
      if (refusal) {
        onNotice({ tone: 'warning', text: refusal, whileTo: addressesOf(hand.now()) });
        return;
      }
      const { subject, body, to } = hand.now();
      const addresses = to.map(({ address }) => address);
      const { withBody, left } = await openMail(place, { to: addresses, subject, body });
      const text = [
        withBody ? t('quick-compose.opened') : t('quick-compose.openedLong'),
        ...(left > 0 ? [t('quick-compose.openedFewer', { left })] : []),
      ].join(' ');
      const actions = [{ label: t('quick-compose.clear'), run: clear }];
      onNotice({ tone: withBody && left === 0 ? 'success' : 'warning', text, actions });
    } catch (thrown) {
      onNotice({ tone: 'error', text: t(`error.${toFailure(thrown).code}`) });
    }
  };
  const send = async (): Promise<void> => {
    await takeTyped(hand);
    const refusal = whyNot(hand.now(), t);
    if (refusal) {
      onNotice({ tone: 'warning', text: refusal, whileTo: addressesOf(hand.now()) });
      return;
    }
    onPressed(true);
    onNotice(null);
    try {
      const { id } = await hand.send();
      await sending.follow(id);
    } catch (thrown) {
      // Another page may have sent or changed it: here stands what is left to do.
      await hand.load();
      const failure = toFailure(thrown);
      onNotice(tellOutcome({ ...noOutcome, failure }, hand.now(), t));
    } finally {
      onPressed(false);
    }
  };
  /** From a mail that another relay may have taken in part. */
  const part = async (as: 'aside' | 'new'): Promise<void> => {
    const names = listNames(unresolved(hand.now()), t);
    // Nobody is in doubt any more, by another window: there is nothing to part.
    if (names === '') {
      onNotice(null);
      focusBody();
      return;
    }
    // What was typed last is on disk before it becomes another one.
    await hand.change({});
    await quickComposePageMessages.send('quickCompose.part', { as });
    await hand.load();
    const text = t('quick-compose.nowNew', { names });
    onNotice(as === 'new' ? { tone: 'warning', text } : null);
    if (isEmptyDraft(hand.now())) focusRecipients();
    else focusBody();
  };
  const waysOn = (): NonNullable<QuickNotice['actions']> => {
    const count = unresolved(hand.now()).length;
    if (count === 0) return [];
    const fail = (thrown: unknown): void => {
      const { code } = toFailure(thrown);
      const text = code === 'draft-changed' ? t('quick-compose.elsewhere') : t(`error.${code}`);
      onNotice({ tone: 'error', text });
    };
    const run = (as: 'aside' | 'new') => () => void part(as).catch(fail);
    return [
      { label: t('quick-compose.putAside', { count }), run: run('aside') },
      { label: t('quick-compose.asNew'), run: run('new') },
      { label: t('common.openSettings'), run: () => void browser.runtime.openOptionsPage() },
    ];
  };
  const foot = useRef<HTMLDivElement>(null);
  const canSend = connected && !empty && !locked && !hand.clearing;
  useEffect(() => {
    const form = foot.current?.closest('main');
    const onKey = (event: KeyboardEvent): void => {
      const held = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (event.key !== 'Enter' || !held || event.isComposing || event.repeat) return;
      if (event.defaultPrevented || !canSend) return;
      event.preventDefault();
      void send();
    };
    form?.addEventListener('keydown', onKey);
    return () => form?.removeEventListener('keydown', onKey);
  });
  const { toTell } = sending;
  useEffect(() => {
    if (!toTell) return;
    sending.told(toTell.id);
    void hand.load().then(() => {
      relay.ask();
      const notice = tellOutcome(toTell.outcome, hand.now(), t);
      const actions = toTell.outcome.failure?.code === 'relay-changed' ? waysOn() : [];
      // Of a mail whose background was ended, or that nobody waits for any more, the line above the buttons says everything.
      if (notice.text !== '') onNotice({ ...notice, actions });
      // The button that was pressed can be pressed no more: the next mail begins with its recipients.
      if (isEmptyDraft(hand.now())) focusRecipients();
      // So is the one that stopped it; what is left goes by a press of Send.
      else if (focusIsLost()) focusSend();
    });
  }, [toTell?.id]);
  const stop = (id: string): void =>
    void quickComposePageMessages
      .send('quickCompose.stop', { id })
      .catch((thrown) => onNotice({ tone: 'error', text: t(`error.${toFailure(thrown).code}`) }));
  return (
    <div class="quick-foot" ref={foot}>
      {isUnfinished(draft) && !locked && <p class="quick-waiting">{tellUnfinished(draft, t)}</p>}
      {relay.trouble && !locked && (
        <p class="quick-waiting" role="status" id="relay-trouble">
          {t(`quick-compose.${relay.trouble}`)}
        </p>
      )}
      {sending.now && sending.under && <SendingProgress sending={sending.now} onStop={stop} />}
      <div class="quick-tools">
        {children}
        <IconButton
          name="clear"
          label={t('quick-compose.clear')}
          icon={<Eraser size={17} strokeWidth={1.9} aria-hidden="true" />}
          disabled={empty || locked || hand.clearing}
          onPress={clear}
        />
      </div>
      <div
        class="quick-actions"
        data-connected={connected}
        // A background that sleeps hears a press of a page that closes at once no more: it is awake before the press.
        onPointerEnter={sending.wake}
        onFocusIn={sending.wake}
      >
        {connected && (
          <Button
            kind="primary"
            name="send"
            busy={locked}
            disabled={(empty || hand.clearing) && !locked}
            keys={`${commandKey()} ↵`}
            shortcut={commandKey() === '⌘' ? 'Meta+Enter' : 'Control+Enter'}
            describedBy={relay.trouble ? 'relay-trouble' : undefined}
            onPress={() => void send()}
          >
            {/* The field shows a few of many recipients only. */}
            {draft.to.length > 1
              ? t('quick-compose.sendTo', { count: draft.to.length })
              : t('quick-compose.send')}
          </Button>
        )}
        <span class="quick-open" id="open-in">
          {t('quick-compose.openIn')}
        </span>
        {mailPlaces.map((place) => (
          <Button
            key={place}
            name={`open-${place}`}
            kind={!connected && place === 'gmail' ? 'primary' : 'plain'}
            // Whoever gets it from here must not get it from there too.
            disabled={locked}
            onPress={() => void open(place)}
          >
            {t(`contacts.place.${place}`)}
          </Button>
        ))}
      </div>
      {connected && draft.to.length > 1 && (
        <p class="field-hint">
          {t('quick-compose.sameText')}{' '}
          <button
            type="button"
            class="link-button"
            data-action="open-batches"
            onClick={() => void openBatches()}
          >
            {t('quick-compose.openBatches')}
          </button>
        </p>
      )}
    </div>
  );
}

function focusRecipients(): void {
  document.querySelector<HTMLElement>('input[name="to"]')?.focus();
}

function focusBody(): void {
  document.querySelector<HTMLElement>('textarea[name="body"]')?.focus();
}

function focusSend(): void {
  document.querySelector<HTMLElement>('[data-action="send"]')?.focus();
}

/** In a tab: a panel cannot be told which of its views to open. */
async function openBatches(): Promise<void> {
  const url = browser.runtime.getURL('/sidepanel.html#/batches' as '/sidepanel.html');
  await browser.tabs.create({ url });
}

/** How many of the recipients have theirs; of several it can be stopped. */
function SendingProgress(props: { sending: SendingNow; onStop(id: string): void }) {
  const { id, done, total, stopping } = props.sending;
  const t = currentTranslate.value;
  const text = t('quick-compose.progress', { done, total });
  return (
    <div class="quick-progress">
      <div class="quick-progress-line">
        <p>{text}</p>
        {total > 1 && (
          <Button name="stop-sending" busy={stopping} onPress={() => props.onStop(id)}>
            {t('quick-compose.stop')}
          </Button>
        )}
      </div>
      <ProgressBar
        label={t('quick-compose.sending')}
        text={text}
        total={total}
        parts={[{ kind: 'done', count: done }]}
      />
      <p class="field-hint" role="status">
        {t(stopping ? 'quick-compose.stopping' : 'quick-compose.goesOn')}
      </p>
    </div>
  );
}

/** What stands in the field of the recipients is meant too: a key can send without leaving it. */
async function takeTyped(hand: DraftInHand): Promise<void> {
  const { to, typed } = hand.now();
  if (typed.trim() === '') return;
  const known = new Set(to.map(({ address }) => address));
  const added = splitRecipients(typed).filter(
    ({ address }) => !known.has(address) && known.add(address),
  );
  // Where it cannot be saved that is said above the form.
  await hand.change({ to: [...to, ...added], typed: '' }).catch(() => undefined);
}
