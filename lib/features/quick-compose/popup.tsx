import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { useKeptFocus } from '@/components/use-kept-focus';
import { isEmptyDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import type { Notice } from '@/lib/features/compose-feature';
import type { LatePart } from '@/lib/platform/late-part';
import { currentTranslate } from '@/lib/platform/translate';
import './popup.css';
import { type DraftInHand, useDraft } from './popup-draft';
import { QuickFoot } from './popup-foot';
import { QuickHead } from './popup-head';
import { LeftMailNotices } from './popup-left';
import { Recipients } from './popup-recipients';
import { type SendingInHand, useSending } from './popup-sending';
import { addressesOf, type QuickNotice } from './popup-words';

/** The bar with dictation, improvement and templates: most of the popup's code, and one can write before it. */
type Bar = LatePart<typeof import('./popup-editor')>;

interface QuickComposeProps {
  bar: Bar;
  /** Begins this page anew; what was written is kept. */
  reload(): void;
}

/** The popup: a mail in one small window, wherever one is. */
export function QuickCompose({ bar, reload }: QuickComposeProps) {
  const t = currentTranslate.value;
  const hand = useDraft();
  const sending = useSending();
  useEffect(() => void bar.bring().catch(() => undefined), [bar]);
  return (
    <div class="quick" data-tab={location.hash === '#tab'}>
      <QuickHead />
      <BarMissing bar={bar} reload={reload} />
      {hand.draft && sending.now !== undefined ? (
        <QuickForm hand={hand} sending={sending} bar={bar} />
      ) : (
        <Skeleton lines={6} label={t('common.loading')} />
      )}
    </div>
  );
}

/** One can write and send without the bar, but not without knowing why it is not there. */
export function BarMissing({ bar, reload }: QuickComposeProps) {
  const t = currentTranslate.value;
  if (bar.state.value !== null) return null;
  return (
    <NoticeCard
      tone="error"
      text={t('quick-compose.barMissing')}
      actions={[{ label: t('common.retry'), run: () => void bar.bring().catch(reload) }]}
    />
  );
}

function QuickForm({
  hand,
  sending,
  bar,
}: {
  hand: DraftInHand;
  sending: SendingInHand;
  bar: Bar;
}) {
  const t = currentTranslate.value;
  const draft = hand.now();
  const [notice, setNotice] = useState<QuickNotice | null>(null);
  const [pressed, setPressed] = useState(false);
  const locked = pressed || sending.under;
  // Only who it goes to may be written while it is being cleared: that begins the next mail.
  const fixed = locked || hand.clearing;
  const written = !isEmptyDraft(draft);
  const addresses = addressesOf(draft);
  useEffect(() => {
    const { whileEmpty, whileText = draft.body, whileTo = addresses } = notice ?? {};
    const past = whileText !== draft.body || whileTo !== addresses;
    if ((whileEmpty && written) || past) setNotice(null);
  }, [notice, written, draft.body, addresses]);
  const root = useRef<HTMLElement>(null);
  // Whoever pressed a button at the foot of a small window would not see what came of it.
  useEffect(() => {
    if (notice) root.current?.querySelector('.notice')?.scrollIntoView?.({ block: 'nearest' });
  }, [notice]);
  useKeptFocus(root);
  const slot = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const editor = bar.state.value;
  useEffect(() => {
    if (!editor || !root.current || !slot.current || !field.current) return;
    const gone = new AbortController();
    const place = { root: root.current, slot: slot.current, field: field.current };
    // Of the bar's features, in the form: floating above the bar it would cover the text.
    const tell = (told: Notice | null): void =>
      setNotice(
        told && {
          ...told,
          once: true,
          ...(told.tone === 'success' && { whileText: hand.now().body }),
        },
      );
    void editor.openQuickWindow(place, hand, gone.signal, tell);
    return () => gone.abort();
  }, [editor]);
  useLayoutEffect(() => {
    const first = draft.to.length === 0 ? 'input[name="to"]' : 'textarea';
    root.current?.querySelector<HTMLElement>(first)?.focus();
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
      <LeftMailNotices hand={hand} locked={locked} onNotice={setNotice} />
      {notice && (
        <NoticeCard
          {...notice}
          actions={notice.actions?.map(({ label, run }) => ({
            label,
            run: () => {
              if (notice.once) setNotice(null);
              run();
            },
          }))}
          // Nothing takes the place of a mail that leaves.
          passing={locked}
          labels={{ close: t('common.close') }}
          onClose={() => setNotice(null)}
        />
      )}
      <Recipients hand={hand} locked={locked} />
      <label class="quick-line">
        <span class="token-label">{t('quick-compose.subject')}</span>
        <input
          name="subject"
          class="token-input"
          value={draft.subject}
          readOnly={fixed}
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
        readOnly={fixed}
        onInput={(event) => change({ body: event.currentTarget.value })}
      />
      <QuickFoot
        hand={hand}
        sending={sending}
        locked={locked}
        onPressed={setPressed}
        onNotice={setNotice}
      >
        <div class="quick-bar" ref={slot} />
      </QuickFoot>
    </main>
  );
}
