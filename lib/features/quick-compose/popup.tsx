import { Eraser, Maximize2, PanelRight, Settings2 } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Logo } from '@/components/logo';
import { NoticeCard, type NoticeCardProps } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { useKeptFocus } from '@/components/use-kept-focus';
import { toFailure } from '@/lib/core/app-error';
import { type MailPlace, mailPlaces } from '@/lib/core/mail/compose-link';
import {
  emptyQuickDraft,
  isEmptyDraft,
  type QuickDraft,
  unresolved,
} from '@/lib/core/quick-compose/quick-draft';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { browser } from '@/lib/platform/browser';
import { openMail } from '@/lib/platform/open-mail';
import { openSidePanel } from '@/lib/platform/side-panel';
import { checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import './popup.css';
import { type DraftInHand, useDraft } from './popup-draft';
import { Recipients } from './popup-recipients';
import { type SendOutcome, sendDraft } from './popup-send';

type Notice = Pick<NoticeCardProps, 'tone' | 'text' | 'actions'> & {
  /** It goes as soon as a mail is being written: what it offers would take that one's place. */
  whileEmpty?: boolean;
};

/** The bar with dictation, improvement and templates: most of the popup's code, and one can write before it. */
const loadEditor = () => import('./popup-editor');

/** The popup: a mail in one small window, wherever one is. */
export function QuickCompose() {
  const t = currentTranslate.value;
  const hand = useDraft();
  useEffect(() => void loadEditor(), []);
  return (
    <div class="quick" data-tab={location.hash === '#tab'}>
      <QuickHead />
      {hand.draft ? <QuickForm hand={hand} /> : <Skeleton lines={6} label={t('common.loading')} />}
    </div>
  );
}

function QuickHead() {
  const t = currentTranslate.value;
  const tab = useRef<number | undefined>(undefined);
  useEffect(() => {
    // Asked beforehand: the panel opens only in the very turn of the press.
    void browser.tabs.query({ active: true, currentWindow: true }).then(([active]) => {
      tab.current = active?.id;
    });
  }, []);
  const openPanel = (): void => {
    void openSidePanel(tab.current).then(async (opened) => {
      if (!opened) await browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
      if (location.hash !== '#tab') window.close();
    });
  };
  const openTab = (): void => {
    const url = browser.runtime.getURL('/popup.html#tab' as '/popup.html');
    void browser.tabs.create({ url }).then(() => window.close());
  };
  const buttons = [
    ['open-panel', t('compose.openPanel'), PanelRight, openPanel],
    ...(location.hash === '#tab'
      ? []
      : ([['open-tab', t('quick-compose.openTab'), Maximize2, openTab]] as const)),
    ['settings', t('common.openSettings'), Settings2, () => void browser.runtime.openOptionsPage()],
  ] as const;
  return (
    <header class="quick-head">
      <Logo size={24} />
      <h1 class="quick-title">{t('quick-compose.name')}</h1>
      {buttons.map(([action, label, Icon, run]) => (
        <button
          key={action}
          type="button"
          class="icon-button"
          data-action={action}
          aria-label={label}
          title={label}
          onClick={run}
        >
          <Icon size={17} strokeWidth={1.9} aria-hidden="true" />
        </button>
      ))}
    </header>
  );
}

function QuickForm({ hand }: { hand: DraftInHand }) {
  const t = currentTranslate.value;
  const draft = hand.now();
  const [notice, setNotice] = useState<Notice | null>(null);
  const [sending, setSending] = useState(false);
  const written = !isEmptyDraft(draft);
  useEffect(() => {
    if (notice?.whileEmpty && written) setNotice(null);
  }, [notice, written]);
  const root = useRef<HTMLElement>(null);
  // Whoever pressed a button at the foot of a small window would not see what came of it.
  useEffect(() => {
    if (notice) root.current?.querySelector('.notice')?.scrollIntoView?.({ block: 'nearest' });
  }, [notice]);
  useKeptFocus(root);
  const slot = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const gone = new AbortController();
    const place = { root: root.current, slot: slot.current, field: field.current };
    if (place.root && place.slot && place.field) {
      const { root: window, slot: bar, field: text } = place;
      void loadEditor().then(({ openQuickWindow }) => {
        if (gone.signal.aborted) return;
        void openQuickWindow({ root: window, slot: bar, field: text }, hand, gone.signal);
      });
    }
    const first = draft.to.length === 0 ? 'input[name="to"]' : 'textarea';
    root.current?.querySelector<HTMLElement>(first)?.focus();
    return () => gone.abort();
  }, []);
  const change = (part: Partial<QuickDraft>): void => void hand.change(part).catch(() => undefined);

  return (
    <main class="quick-form" ref={root} tabIndex={-1}>
      {hand.failure && (
        <NoticeCard
          tone="error"
          text={t(hand.keptAside ? 'quick-compose.keptAside' : 'quick-compose.notSaved')}
          labels={{ close: t('common.close') }}
          onClose={() => change({})}
        />
      )}
      {notice && (
        <NoticeCard
          {...notice}
          labels={{ close: t('common.close') }}
          onClose={() => setNotice(null)}
        />
      )}
      <Recipients hand={hand} locked={sending} />
      <label class="quick-line">
        <span class="token-label">{t('quick-compose.subject')}</span>
        <input
          name="subject"
          class="token-input"
          value={draft.subject}
          readOnly={sending}
          autocomplete="off"
          onInput={(event) => change({ subject: event.currentTarget.value })}
        />
      </label>
      <textarea
        ref={field}
        class="quick-body"
        name="body"
        aria-label={t('quick-compose.body')}
        placeholder={t('quick-compose.bodyHint')}
        value={draft.body}
        readOnly={sending}
        onInput={(event) => change({ body: event.currentTarget.value })}
      />
      <QuickFoot hand={hand} sending={sending} onSending={setSending} onNotice={setNotice}>
        <div class="quick-bar" ref={slot} />
      </QuickFoot>
    </main>
  );
}

interface FootProps {
  hand: DraftInHand;
  /** The mail is locked while it leaves: what goes out is what stood there at the press. */
  sending: boolean;
  onSending(sending: boolean): void;
  onNotice(notice: Notice | null): void;
  children: ComponentChildren;
}

function QuickFoot({ hand, sending, onSending, onNotice, children }: FootProps) {
  const t = currentTranslate.value;
  const draft = hand.now();
  const relay = useSendingRelay();
  const connected = relay.sends;
  const empty = isEmptyDraft(draft);

  const clear = async (): Promise<void> => {
    const before = hand.now();
    await hand.change(emptyQuickDraft);
    // The button cannot be pressed twice: the focus goes where the next mail begins.
    document.querySelector<HTMLElement>('input[name="to"]')?.focus();
    const run = (): void => {
      if (isEmptyDraft(hand.now())) void hand.change(before).catch(() => undefined);
    };
    onNotice({
      tone: 'info',
      text: t('quick-compose.cleared'),
      actions: [{ label: t('common.undo'), run }],
      whileEmpty: true,
    });
  };
  const open = async (place: MailPlace): Promise<void> => {
    try {
      const { subject, body, to } = hand.now();
      const addresses = to.map(({ address }) => address);
      const { withBody, left } = await openMail(place, { to: addresses, subject, body });
      const text = [
        withBody ? t('quick-compose.opened') : t('quick-compose.openedLong'),
        ...(left > 0 ? [t('quick-compose.openedFewer', { left })] : []),
      ].join(' ');
      const actions = [{ label: t('quick-compose.clear'), run: () => void clear() }];
      onNotice({ tone: withBody && left === 0 ? 'success' : 'warning', text, actions });
    } catch (thrown) {
      onNotice({ tone: 'error', text: t(`error.${toFailure(thrown).code}`) });
    }
  };
  const send = async (): Promise<void> => {
    const refusal = whyNot(hand.now());
    if (refusal) {
      onNotice({ tone: 'warning', text: t(`quick-compose.${refusal}`) });
      return;
    }
    onSending(true);
    onNotice(null);
    const outcome = await sendDraft(hand);
    // Another page may have sent or changed it: here stands what is left to do.
    await hand.load();
    onSending(false);
    relay.ask();
    onNotice(tellOutcome(outcome));
  };
  const tellOutcome = (outcome: SendOutcome): Notice => {
    if (outcome.failure?.code === 'draft-changed') {
      return { tone: 'warning', text: t('quick-compose.elsewhere') };
    }
    const { sent, refused, takenBefore, failure, kept, writtenSince } = outcome;
    const taken = kept ? 'quick-compose.kept' : 'quick-compose.sent';
    const parts = [
      ...(sent.length > 0 ? [t(taken, { count: sent.length })] : []),
      ...(takenBefore.length > 0
        ? [t('quick-compose.takenBefore', { names: takenBefore.join(', ') })]
        : []),
      ...(refused.length > 0 ? [t('quick-compose.refused', { names: refused.join(', ') })] : []),
      ...(failure ? [t(`error.${failure.code}`)] : []),
      // Where a mail is in doubt, the line above the buttons says so already.
      ...(failure && unresolved(hand.now()).length === 0 ? [t('quick-compose.onceOnly')] : []),
      ...(writtenSince ? [t('quick-compose.writtenSince')] : []),
    ];
    const well = kept ? 'info' : 'success';
    const tone = failure ? 'error' : parts.length > 1 ? 'warning' : well;
    return { tone, text: parts.join(' ') };
  };
  const waiting = unresolved(draft).length;
  return (
    <div class="quick-foot">
      {waiting > 0 && !sending && (
        <p class="quick-waiting">{t('quick-compose.unfinished', { count: waiting })}</p>
      )}
      {relay.trouble && !sending && (
        <p class="quick-waiting" role="status" id="relay-trouble">
          {t(`quick-compose.${relay.trouble}`)}
        </p>
      )}
      <div class="quick-tools">
        {children}
        <button
          type="button"
          class="icon-button"
          data-action="clear"
          disabled={empty || sending}
          aria-label={t('quick-compose.clear')}
          title={t('quick-compose.clear')}
          onClick={() => void clear().catch(() => undefined)}
        >
          <Eraser size={17} strokeWidth={1.9} aria-hidden="true" />
        </button>
      </div>
      <div class="quick-actions" data-connected={connected}>
        {connected && (
          <Button
            kind="primary"
            name="send"
            busy={sending}
            disabled={empty && !sending}
            describedBy={relay.trouble ? 'relay-trouble' : undefined}
            onPress={() => void send()}
          >
            {t('quick-compose.send')}
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
            onPress={() => void open(place)}
          >
            {t(`contacts.place.${place}`)}
          </Button>
        ))}
      </div>
      {connected && draft.to.length > 1 && (
        <p class="field-hint">{t('quick-compose.eachTheirOwn')}</p>
      )}
    </div>
  );
}

/** What is missing before it can be sent; null when nothing is. */
function whyNot(draft: QuickDraft): 'noRecipient' | 'badRecipient' | 'noText' | null {
  if (draft.to.length === 0) return 'noRecipient';
  if (draft.to.some(({ address }) => !checkAddress(address).ok)) return 'badRecipient';
  return draft.body.trim() === '' && draft.subject.trim() === '' ? 'noText' : null;
}

const lastKnown = 'quick-compose.relay-sends';

interface SendingRelay {
  /** A relay sends for this browser. */
  sends: boolean;
  /** Why it would not take a mail now; the button stays, and pressing it tries again. */
  trouble: 'unreachable' | 'notKnown' | null;
  ask(): void;
}

/** The relay as it is; until it is asked what it was last time, so that the popup does not move. */
function useSendingRelay(): SendingRelay {
  const [sends, setSends] = useState(() => localStorage.getItem(lastKnown) === 'yes');
  const [trouble, setTrouble] = useState<SendingRelay['trouble']>(null);
  const ask = (): void => {
    relayAccountPageMessages.send('relayAccount.status').then(
      ({ state, scopes }) => {
        const now = state !== 'none' && scopes.includes('send');
        setSends(now);
        localStorage.setItem(lastKnown, now ? 'yes' : 'no');
        const troubles = { unreachable: 'unreachable', refused: 'notKnown' } as const;
        setTrouble(state === 'unreachable' || state === 'refused' ? troubles[state] : null);
      },
      () => undefined,
    );
  };
  useEffect(ask, []);
  return { sends, trouble, ask };
}
