import { ExternalLink } from 'lucide-preact';
import { Button } from '@/components/button';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { cancelConnect } from './options-connection';

export interface ApprovalCodeProps {
  userCode: string;
  approvalUrl: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** The code to compare on the relay's page, until a person has answered there. */
export function ApprovalCode({ userCode, approvalUrl, expiresAt }: ApprovalCodeProps) {
  const t = currentTranslate.value;
  const until = new Intl.DateTimeFormat(currentLanguage.value, { timeStyle: 'short' }).format(
    expiresAt,
  );
  return (
    <div class="approval" data-state="waiting">
      <p class="approval-text" role="status">
        {t('relay-account.approve', { host: new URL(approvalUrl).host })}
      </p>
      <output class="approval-code">{userCode}</output>
      <p class="field-hint">
        <span class="spinner" aria-hidden="true" /> {t('relay-account.waiting', { time: until })}
      </p>
      <div class="input-row">
        <a class="button button-plain" href={approvalUrl} target="_blank" rel="noreferrer">
          <ExternalLink size={18} strokeWidth={1.9} aria-hidden="true" />
          {t('relay-account.openAgain')}
        </a>
        <Button kind="quiet" name="cancel-connect" onPress={cancelConnect}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}
