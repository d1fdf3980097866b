import type { Failure } from '@/lib/core/app-error';
import { currentTranslate } from '@/lib/platform/translate';

interface LostProps {
  failure: Failure;
  shown: boolean;
  /** The relay runs on this computer: while it is silent, nothing goes on anywhere. */
  here: boolean;
}

/** Why it is not followed at this moment. */
export function Lost({ failure, shown, here }: LostProps) {
  const t = currentTranslate.value;
  const silent = /^(relay-(unreachable|silent-here|failed)|offline|timed-out)$/.test(failure.code);
  return (
    <p class="batch-lost" role="status" data-state="lost">
      {silent && shown ? t(here ? 'batch.lostHere' : 'batch.lost') : t(`error.${failure.code}`)}
    </p>
  );
}
