import { NoticeCard } from '@/components/notice-card';
import type { Failure } from '@/lib/core/app-error';
import { currentTranslate } from '@/lib/platform/translate';

/** Why what somebody pressed was not done; nothing where it was. */
export function Refusal({ failure, onClose }: { failure: Failure | null; onClose(): void }) {
  const t = currentTranslate.value;
  if (!failure) return null;
  return (
    <NoticeCard
      tone="error"
      text={t(`error.${failure.code}`)}
      labels={{ close: t('common.close') }}
      onClose={onClose}
    />
  );
}
