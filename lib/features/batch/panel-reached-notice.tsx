import { TriangleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import type { BatchPlan } from './panel-lay-ready';
import { type ReachedAnswer, type ReachedState, useReached } from './panel-reached';
import type { Need } from './panel-wizard-need';

/** A copy for the rest of a batch, whose people that batch may have reached meanwhile: what is decided about them. */
export interface ReachedGate {
  /** False while the relay is being asked. */
  known: boolean;
  need(): Need | null;
  /** Asks once more, right before it is sent: is it still decided about everybody? */
  holds(): Promise<boolean>;
  notice: ComponentChildren;
}

/** What was ticked holds for these people, and for nobody who is reached later. */
function wordOf(answer: ReachedAnswer): string {
  if (answer === 'unknown') return answer;
  return [...answer.addresses, ...answer.copies.map(({ id }) => id)].join();
}

function isOpen(answer: ReachedAnswer, agreed: string | null): boolean {
  const some = answer === 'unknown' || answer.addresses.length + answer.copies.length > 0;
  return some && wordOf(answer) !== agreed;
}

/** The gate before sending: leave them out, or tick that they get it again. */
export function useReachedGate(
  plan: BatchPlan,
  onChange: (part: Partial<BatchDraft>) => void,
): ReachedGate {
  const reached = useReached(plan);
  const [agreed, setAgreed] = useState<string | null>(null);
  const { answer } = reached;
  return {
    known: answer !== null,
    need() {
      if (answer === null || !isOpen(answer, agreed)) return null;
      return {
        words: currentTranslate.value('batch.need.reached'),
        target: '[data-action="leave-reached"], input[name="agree-reached"]',
      };
    },
    async holds() {
      return plan.draft.copiedFrom === '' || !isOpen(await reached.ask(), agreed);
    },
    notice: (
      <ReachedNotice plan={plan} reached={reached} onChange={onChange}>
        {answer !== null && (
          <label class="check-row">
            <input
              type="checkbox"
              name="agree-reached"
              checked={!isOpen(answer, agreed)}
              onChange={(event) => setAgreed(event.currentTarget.checked ? wordOf(answer) : null)}
            />
            {currentTranslate.value('batch.reached.agree')}
          </label>
        )}
      </ReachedNotice>
    ),
  };
}

interface ReachedToldProps {
  plan: BatchPlan;
  onChange(part: Partial<BatchDraft>): void;
}

/** The same where nothing leaves yet. */
export function ReachedTold({ plan, onChange }: ReachedToldProps) {
  return <ReachedNotice plan={plan} reached={useReached(plan)} onChange={onChange} />;
}

interface ReachedNoticeProps extends ReachedToldProps {
  reached: ReachedState;
  /** Another way than to leave them out. */
  children?: ComponentChildren;
}

/** Who of the list has received the mail since it was copied; left out, and taken back, by one press. */
function ReachedNotice({ plan, reached, onChange, children }: ReachedNoticeProps) {
  const t = currentTranslate.value;
  const { answer, ask } = reached;
  const { skipped, leftReached } = plan.draft;
  if (answer === null) return null;
  if (answer === 'unknown') {
    return (
      <>
        <Told words={t('batch.reached.unknown')}>
          <Choice name="ask-reached" label={t('common.retry')} onPress={() => void ask()} />
        </Told>
        {children}
      </>
    );
  }
  const { rows, addresses, copies } = answer;
  const others = copies.map(({ id, name }) => (
    <Told key={id} words={t('batch.reached.copy', { name: name || t('batch.unnamed') })} />
  ));
  const count = addresses.length;
  if (count > 0) {
    const leave = (): void =>
      onChange({ skipped: [...skipped, ...rows], leftReached: [...leftReached, ...rows] });
    return (
      <>
        <Told words={t('batch.reached.told', { count })}>
          <Choice name="leave-reached" label={t('batch.leaveHidden', { count })} onPress={leave} />
        </Told>
        <details class="warning" data-warning="reached-who">
          <summary>{t('batch.reached.who')}</summary>
          <ul class="suppressed">
            {addresses.slice(0, 100).map((address) => (
              <li key={address}>{address}</li>
            ))}
          </ul>
        </details>
        {others}
        {children}
      </>
    );
  }
  const still = leftReached.filter((row) => skipped.includes(row));
  const left = still.length > 0 && (
    <Told words={t('batch.reached.left', { count: still.length })}>
      <Choice
        name="take-reached"
        label={t('common.undo')}
        onPress={() =>
          onChange({ skipped: skipped.filter((row) => !still.includes(row)), leftReached: [] })
        }
      />
    </Told>
  );
  return (
    <>
      {left}
      {others}
      {others.length > 0 && children}
    </>
  );
}

function Told({ words, children }: { words: string; children?: ComponentChildren }) {
  return (
    <p class="warning" data-level="rule" data-warning="reached" role="status">
      <TriangleAlert size={17} strokeWidth={1.9} aria-hidden="true" />
      <span>
        {words} {children}
      </span>
    </p>
  );
}

function Choice({ name, label, onPress }: { name: string; label: string; onPress(): void }) {
  return (
    <button type="button" class="link-button" data-action={name} onClick={onPress}>
      {label}
    </button>
  );
}
