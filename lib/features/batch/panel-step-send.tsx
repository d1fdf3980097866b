import { Send } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Segmented } from '@/components/segmented';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { instantOf, wallTimeAt } from '@/lib/core/batch/zoned-time';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { batchPageMessages } from './messages';
import type { DraftState } from './panel-draft';
import { openRelayOptions } from './panel-home';
import { type BatchPlan, layBatchReady } from './panel-lay-ready';
import { batchAddress, homeAddress } from './panel-route';
import { useRelay, useWarnings, Warnings } from './panel-rules';
import { type BatchDraft, readSubmission } from './store';

export interface SendStepProps {
  plan: BatchPlan;
  included: number;
  state: DraftState;
}

/** Step 4: now or later, how fast, what to know first; then it is handed to the relay, once. */
export function SendStep({ plan, included, state }: SendStepProps) {
  const t = currentTranslate.value;
  const { draft, content } = plan;
  const relay = useRelay();
  const bytes = new TextEncoder().encode(content.html + content.text).length;
  const warnings = useWarnings(plan, included, bytes, relay);
  const rules = (warnings ?? []).filter(({ level }) => level === 'rule');
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const at = draft.sendAt === '' ? null : instantOf(draft.sendAt, draft.zone);
  const late = draft.sendAt !== '' && (at === null || at < Date.now());
  const ready = relay !== null && relay.state !== 'none' && warnings !== null && !late;

  const send = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await state.saved();
      const { id } = await layBatchReady(plan);
      const { batchId } = await batchPageMessages.send('batch.submit', { id });
      location.hash = batchAddress(batchId);
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
      // It lies ready and is tried again; the list says so.
      if (await readSubmission(draft.id).catch(() => null)) location.hash = homeAddress;
    }
  };
  return (
    <>
      <When draft={draft} at={at} late={late} onChange={state.change} />
      <Rate draft={draft} perMinute={relay?.sender?.perMinute ?? null} onChange={state.change} />
      {warnings !== null && warnings.length > 0 && <Warnings warnings={warnings} />}
      {rules.length > 0 && (
        <label class="check-row">
          <input
            type="checkbox"
            name="agree-rules"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          {t('batch.rulesRead')}
        </label>
      )}
      {failure && (
        <p class="field-error" role="alert">
          {t(`error.${failure.code}`)} {failure.code === 'relay-invalid' ? failure.detail : ''}
        </p>
      )}
      {relay?.state === 'none' ? (
        <div class="test-send">
          <p class="batch-reason">{t('batch.sendNoRelay')}</p>
          <Button kind="primary" name="connect-relay" onPress={openRelayOptions}>
            {t('batch.connectRelay')}
          </Button>
        </div>
      ) : (
        <div class="send-summary">
          <p class="batch-reason">
            {t('batch.summary', {
              count: included,
              address: relay?.sender?.address || '…',
              host: relay?.url ? new URL(relay.url).host : '…',
            })}
          </p>
          <Button
            kind="primary"
            name="send-batch"
            busy={busy}
            disabled={!ready || (rules.length > 0 && !agreed)}
            icon={<Send size={18} strokeWidth={1.9} aria-hidden="true" />}
            onPress={() => void send()}
          >
            {t(draft.sendAt === '' ? 'batch.sendNow' : 'batch.sendLater', { count: included })}
          </Button>
        </div>
      )}
    </>
  );
}

interface WhenProps {
  draft: BatchDraft;
  at: number | null;
  late: boolean;
  onChange(part: Partial<BatchDraft>): void;
}

const hour = 3_600_000;

function When({ draft, at, late, onChange }: WhenProps) {
  const t = currentTranslate.value;
  const later = draft.sendAt !== '';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Segmented
        label={t('batch.when')}
        value={later ? 'later' : 'now'}
        options={[
          { value: 'now', label: t('batch.now') },
          { value: 'later', label: t('batch.later') },
        ]}
        onChange={(value) =>
          onChange({
            sendAt: value === 'now' ? '' : wallTimeAt(Date.now() + hour, draft.zone || own),
            zone: draft.zone || own,
          })
        }
      />
      {later && (
        <div class="columns-grid">
          <Field
            label={t('batch.dateTime')}
            error={late ? t('batch.inThePast') : undefined}
            hint={
              at !== null && draft.zone !== own
                ? t('batch.yourTime', { time: formatWhen(at, Date.now(), currentLanguage.value) })
                : ''
            }
          >
            {(control) => (
              <input
                {...control}
                class="input"
                type="datetime-local"
                name="send-at"
                value={draft.sendAt}
                onInput={(event) => {
                  if (event.currentTarget.value) onChange({ sendAt: event.currentTarget.value });
                }}
              />
            )}
          </Field>
          <Field label={t('batch.zone')}>
            {(control) => (
              <select
                {...control}
                class="select"
                name="zone"
                value={draft.zone}
                onChange={(event) => onChange({ zone: event.currentTarget.value })}
              >
                {[...new Set([own, draft.zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map(
                  (zone) => (
                    <option key={zone} value={zone}>
                      {zone.replaceAll('_', ' ')}
                    </option>
                  ),
                )}
              </select>
            )}
          </Field>
        </div>
      )}
    </>
  );
}

interface RateProps {
  draft: BatchDraft;
  /** The relay's own ceiling. */
  perMinute: number | null;
  onChange(part: Partial<BatchDraft>): void;
}

function Rate({ draft, perMinute, onChange }: RateProps) {
  const t = currentTranslate.value;
  const limited = draft.perMinute !== null;
  return (
    <>
      <Segmented
        label={t('batch.speed')}
        value={limited ? 'limited' : 'free'}
        options={[
          { value: 'free', label: t('batch.speedFree') },
          { value: 'limited', label: t('batch.speedLimited') },
        ]}
        onChange={(value) => onChange({ perMinute: value === 'free' ? null : (perMinute ?? 30) })}
      />
      {limited && (
        <Field
          label={t('batch.perMinute')}
          hint={perMinute === null ? '' : t('batch.relayPerMinute', { count: perMinute })}
        >
          {(control) => (
            <input
              {...control}
              class="input"
              type="number"
              name="per-minute"
              min={1}
              max={1_000_000}
              value={draft.perMinute ?? 30}
              onChange={(event) => {
                const value = Math.round(Number(event.currentTarget.value));
                onChange({ perMinute: Math.min(1_000_000, Math.max(1, value || 1)) });
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}
