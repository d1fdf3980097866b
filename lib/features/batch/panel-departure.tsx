import { useEffect, useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { Segmented } from '@/components/segmented';
import { modernZone, placeZones } from '@/lib/core/batch/zone-names';
import { wallTimeAt } from '@/lib/core/batch/zoned-time';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { MAX_AHEAD_MS } from '@/lib/platform/relay-batch-answer';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { type BatchDraft, noTimeYet } from './batch-draft';

interface WhenProps {
  draft: Pick<BatchDraft, 'sendAt' | 'zone'>;
  /** The moment that is chosen; null: now, or none. */
  at: number | null;
  fault: DepartureFault;
  onChange(part: Partial<Pick<BatchDraft, 'sendAt' | 'zone'>>): void;
}

const hour = 3_600_000;

export type DepartureFault = 'noTime' | 'inThePast' | 'tooFarAhead' | null;

/** What is wrong with a time that was chosen, of which `at` is the moment; '' means now. */
export function departureFault(sendAt: string, at: number | null): DepartureFault {
  if (sendAt === '') return null;
  // A year of five digits is none that a clock can be asked about.
  if (at === null) return /^\d{5}/.test(sendAt) ? 'tooFarAhead' : 'noTime';
  if (at < Date.now()) return 'inThePast';
  return at - Date.now() > MAX_AHEAD_MS ? 'tooFarAhead' : null;
}

/** Draws again when this moment has come: what was in the future is then in the past. */
export function useWakeAt(at: number | null): void {
  const [, wake] = useState(0);
  useEffect(() => {
    const left = at === null ? -1 : at - Date.now();
    // A timer knows no more than this; who leaves the page open for 24 days presses, and is told then.
    if (left < 0 || left > 0x7fffffff) return;
    const timer = setTimeout(() => wake((turn) => turn + 1), left + 1);
    return () => clearTimeout(timer);
  }, [at]);
}

/** The reader's own first, then the one that is chosen, then all places. */
function zonesOffered(own: string, chosen: string): string[] {
  const first = [modernZone(own), modernZone(chosen), 'UTC'];
  return [...new Set([...first, ...placeZones(Intl.supportedValuesOf('timeZone'))])];
}

/** Now, or at an hour in a zone; it says what that hour is here, and when there is no such hour. */
export function When({ draft, at, fault, onChange }: WhenProps) {
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
        <div class="columns-grid columns-wide">
          <Field
            label={t('batch.dateTime')}
            error={fault ? t(`batch.${fault}`) : undefined}
            hint={[
              // The clocks go forward over it.
              at !== null &&
                wallTimeAt(at, draft.zone) !== draft.sendAt.slice(0, 16) &&
                t('batch.noSuchHour', { time: wallTimeAt(at, draft.zone).slice(11) }),
              at !== null &&
                modernZone(draft.zone) !== modernZone(own) &&
                t('batch.yourTime', { time: formatWhen(at, Date.now(), currentLanguage.value) }),
            ]
              .filter(Boolean)
              .join(' ')}
          >
            {(control) => (
              <input
                {...control}
                class="input"
                type="datetime-local"
                name="send-at"
                value={draft.sendAt === noTimeYet ? '' : draft.sendAt}
                onInput={(event) => onChange({ sendAt: event.currentTarget.value || noTimeYet })}
              />
            )}
          </Field>
          <Field label={t('batch.zone')}>
            {(control) => (
              <select
                {...control}
                class="select"
                name="zone"
                value={modernZone(draft.zone)}
                onChange={(event) => onChange({ zone: event.currentTarget.value })}
              >
                {zonesOffered(own, draft.zone).map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
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
  /** The ceiling of whom it comes from. */
  perMinute: number | null;
  onChange(part: Partial<BatchDraft>): void;
}

/** How fast: as the relay may, or slower. */
export function Rate({ draft, perMinute, onChange }: RateProps) {
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
              onInput={(event) => {
                const typed = event.currentTarget.value;
                if (/^[1-9]\d{0,5}$/.test(typed)) onChange({ perMinute: Number(typed) });
              }}
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
