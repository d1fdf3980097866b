import { CircleAlert, CircleCheck, Copy, ScanSearch } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { type CheckedTab, settingsPageMessages } from '@/lib/features/settings/messages';
import { browser } from '@/lib/platform/browser';
import { currentTranslate, type Translate } from '@/lib/platform/translate';
import { Section } from './options-section';
import { judgeTab, selfCheckReport, type TabVerdict } from './options-self-check-verdict';

type State = 'idle' | 'busy' | 'failed' | CheckedTab[];

/** Is everything found on the mail pages that are open? For a person, and as a report to copy. */
export function SelfCheckSection() {
  const t = currentTranslate.value;
  const [state, setState] = useState<State>('idle');
  const check = async (): Promise<void> => {
    setState('busy');
    setState(await settingsPageMessages.send('settings.selfCheck').catch(() => 'failed' as const));
  };
  const tabs = Array.isArray(state) ? state : [];
  return (
    <Section
      id="selfCheck"
      title={t('settings.selfCheck.title')}
      lead={t('settings.selfCheck.lead')}
    >
      <div>
        <Button
          name="self-check"
          busy={state === 'busy'}
          icon={<ScanSearch size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => void check()}
        >
          {t('settings.selfCheck.run')}
        </Button>
      </div>
      <div role="status">
        {state === 'failed' && <p>{t('settings.selfCheck.failed')}</p>}
        {Array.isArray(state) && tabs.length === 0 && <p>{t('settings.selfCheck.none')}</p>}
        {tabs.length > 0 && (
          <ul class="status">
            {tabs.map((tab, index) => (
              <TabLine key={`${tab.hostName} ${index}`} tab={tab} />
            ))}
          </ul>
        )}
      </div>
      {tabs.length > 0 && <Report tabs={tabs} />}
    </Section>
  );
}

function TabLine({ tab }: { tab: CheckedTab }) {
  const t = currentTranslate.value;
  const verdict = judgeTab(tab.check);
  const good = verdict.kind === 'good' && !verdict.differs;
  const Icon = good ? CircleCheck : CircleAlert;
  return (
    <li class="status-line" data-state={good ? 'ready' : 'missing'} data-verdict={verdict.kind}>
      <span class="status-icon" aria-hidden="true">
        <Icon size={15} strokeWidth={2.4} />
      </span>
      <span class="status-text">
        <span class="field-label">{tab.hostName}</span>
        <span class="field-hint">{sentence(t, verdict)}</span>
        {verdict.differs && (
          <span class="field-hint" data-differs>
            {t('settings.selfCheck.differs', verdict.differs)}
          </span>
        )}
        {tab.check?.windows.map(({ ranks }, index) => (
          <RankTable key={index} number={index + 1} ranks={ranks} missing={verdict.missing} />
        ))}
      </span>
    </li>
  );
}

function sentence(t: Translate, verdict: TabVerdict): string {
  if (verdict.kind === 'good') return t('settings.selfCheck.good', { count: verdict.windows });
  if (verdict.kind !== 'partial') return t(`settings.selfCheck.${verdict.kind}`);
  const parts = verdict.missing.map((part) => t(`settings.selfCheck.parts.${part}`)).join(', ');
  return t('settings.selfCheck.partial', { parts });
}

const partNames = [
  'body',
  'send',
  'recipients',
  'to',
  'subject',
  'plain',
  'identity',
  'toolbar',
  'root',
  'discard',
] as const;

/** The part in the reader's words; a name that a newer table brought stands as it is. */
function partName(t: Translate, part: string): string {
  const known = partNames.find((name) => name === part);
  return known ? t(`settings.selfCheck.parts.${known}`) : part;
}

interface RankTableProps {
  number: number;
  ranks: Readonly<Record<string, number>>;
  /** Parts that this window should have; others are in some kinds of windows only. */
  missing: TabVerdict['missing'];
}

/** Which mark of the ranked list each part was found by. */
function RankTable({ number, ranks, missing }: RankTableProps) {
  const t = currentTranslate.value;
  const isMissing = (part: string): boolean =>
    missing.some((name) => name === part || (name === 'recipients' && part === 'to'));
  return (
    <table class="check-table">
      <caption>{t('settings.selfCheck.window', { number })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('settings.selfCheck.part')}</th>
          <th scope="col">{t('settings.selfCheck.found')}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(ranks).map(([part, rank]) => (
          <tr key={part} data-part={part} data-rank={rank} data-missing={isMissing(part)}>
            <th scope="row">{partName(t, part)}</th>
            <td>
              {rank < 0
                ? t(isMissing(part) ? 'settings.selfCheck.missing' : 'settings.selfCheck.absent')
                : t('settings.selfCheck.rank', { rank: rank + 1 })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Report({ tabs }: { tabs: CheckedTab[] }) {
  const t = currentTranslate.value;
  const [copied, setCopied] = useState(false);
  const { version } = browser.runtime.getManifest();
  const report = selfCheckReport(tabs, version, navigator.userAgent);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(report);
    setCopied(true);
  };
  return (
    <>
      <details class="check-report">
        <summary>{t('settings.selfCheck.details')}</summary>
        <pre>{report}</pre>
      </details>
      <div>
        <Button
          name="copy-self-check"
          icon={<Copy size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => void copy()}
        >
          {t(copied ? 'settings.selfCheck.copied' : 'settings.selfCheck.copy')}
        </Button>
      </div>
    </>
  );
}
