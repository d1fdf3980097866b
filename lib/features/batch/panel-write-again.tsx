import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { NoticeCard } from '@/components/notice-card';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { quickComposePageMessages } from '@/lib/features/quick-compose/messages';
import { browser } from '@/lib/platform/browser';
import { currentTranslate } from '@/lib/platform/translate';
import { batchPageMessages, type Recipient } from './messages';

export interface WriteAgainProps {
  /** Id of its batch. */
  id: string;
  recipient: Recipient;
}

/** What can be done about a mail that did not leave: its form again, with its text, to be put right and sent anew. */
export function WriteAgain({ id, recipient }: WriteAgainProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ why: Failure; text: string } | null>(null);
  const [copied, setCopied] = useState(false);
  const write = async (): Promise<void> => {
    setBusy(true);
    setCopied(false);
    let text = '';
    try {
      const mail = await readMail(id, recipient);
      text = [mail.subject, mail.body].filter(Boolean).join('\n\n');
      await takeUp(id, mail);
      setFailure(null);
      const url = browser.runtime.getURL('/popup.html#tab' as '/popup.html');
      await browser.tabs.create({ url });
    } catch (thrown) {
      setFailure({ why: toFailure(thrown), text });
    }
    setBusy(false);
  };
  const copy = {
    label: t('common.copy'),
    run: () =>
      void navigator.clipboard.writeText(failure?.text ?? '').then(
        () => setCopied(true),
        () => undefined,
      ),
  };
  return (
    <>
      <div>
        <Button kind="primary" name="write-again" busy={busy} onPress={() => void write()}>
          {t('batch.mails.writeAgain')}
        </Button>
      </div>
      <p class="field-hint">{t('batch.mails.writeAgainHint')}</p>
      {failure && (
        <NoticeCard
          tone="error"
          text={copied ? t('common.copied') : t(`error.${failure.why.code}`)}
          actions={[
            { label: t('common.retry'), run: () => void write() },
            ...(failure.text ? [copy] : []),
          ]}
          labels={{ close: t('common.close') }}
          onClose={() => setFailure(null)}
        />
      )}
    </>
  );
}

/** The mail as its recipient was to get it, as text. */
async function readMail(id: string, recipient: Recipient) {
  const [content, { fillerOf }] = await Promise.all([
    batchPageMessages.send('batch.content', { id }),
    import('./panel-sent-mail'),
  ]);
  const filled = fillerOf(content)(recipient);
  const { address, name } = recipient;
  return {
    to: [{ address, name: name ?? '' }],
    subject: filled?.subject ?? content.subject,
    body: filled?.text ?? content.text ?? '',
  };
}

type Mail = Awaited<ReturnType<typeof readMail>>;

/** Where the popup still keeps this mail, that one is taken up: then it does not stand there a second time. */
async function takeUp(id: string, mail: Mail): Promise<void> {
  const { mails } = await quickComposePageMessages.send('quickCompose.left');
  const keys = mails.filter(({ batchId }) => batchId === id).map(({ key }) => key);
  await quickComposePageMessages.send('quickCompose.takeUp', keys.length > 0 ? { keys } : { mail });
}
