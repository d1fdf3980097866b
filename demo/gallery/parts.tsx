import { Sparkles } from 'lucide-preact';
import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import { ComposeBar, type ComposeBarProps } from '@/components/compose-bar';
import { DictationList } from '@/components/dictation-list';
import { type LiveState, LiveStrip } from '@/components/live-strip';
import { NoticeCard } from '@/components/notice-card';
import { PanelFrame } from '@/components/panel-frame';
import { ReviewDialog } from '@/components/review-dialog';
import type { Decision, ReviewDialogProps, ReviewView } from '@/components/review-types';
import { Toast } from '@/components/toast';
import type { Samples } from './samples';

type Part = (samples: Samples) => ComponentChild;

const idle = { state: 'idle' } as const;

function bars({ bar, nothing }: Samples): ComponentChild {
  const rest = { labels: bar, menu: [], onAction: nothing, onMenu: nothing };
  const states: ComposeBarProps['buttons'][] = [
    { dictate: idle, improve: idle, templates: idle, more: idle },
    {
      dictate: { state: 'active', label: '0:14', level: 0.8 },
      improve: idle,
      templates: idle,
      more: idle,
    },
    { dictate: { state: 'busy' }, improve: idle, templates: idle, more: idle },
    { dictate: idle, improve: { state: 'busy' }, templates: idle, more: idle },
  ];
  return (
    <div class="gallery">
      {(['wide', 'narrow'] as const).map((room) =>
        states.map((buttons, index) => (
          <ComposeBar key={`${room}${index}`} {...rest} room={room} buttons={buttons} />
        )),
      )}
    </div>
  );
}

function strips({ live, nothing }: Samples): ComponentChild {
  const states: LiveState[] = ['asking', 'recording', 'paused', 'stopping', 'transcribing'];
  const rest = {
    labels: live,
    onPause: nothing,
    onResume: nothing,
    onStop: nothing,
    onCancel: nothing,
  };
  const foot = 'La voix part chez api.openai.com';
  return (
    <div class="gallery">
      {states.map((state) => (
        <LiveStrip
          key={state}
          {...rest}
          state={state}
          finalText=""
          partialText=""
          level={0.1}
          elapsed="0:02"
          destination={foot}
        />
      ))}
      <LiveStrip
        {...rest}
        state="recording"
        finalText="Pourriez-vous me dire"
        partialText="quand le règlement"
        level={0.7}
        elapsed="0:14"
        destination={foot}
      />
      <LiveStrip
        {...rest}
        state="recording"
        finalText="Je me permets de revenir vers vous au sujet de la facture du 3 octobre. Pourriez-vous me dire"
        partialText="quand le règlement"
        level={0.9}
        elapsed="12:04"
        destination={foot}
      />
    </div>
  );
}

function Review({ samples, ...changed }: { samples: Samples } & Partial<ReviewDialogProps>) {
  const [decisions, setDecisions] = useState<Record<number, Decision>>({
    3: 'rejected',
    6: 'rejected',
  });
  const [view, setView] = useState<ReviewView>(changed.view ?? 'changes');
  const { t, review, segments, original, nothing } = samples;
  return (
    <ReviewDialog
      labels={review}
      title={t('improve.improve')}
      phase="ready"
      original={{ text: original, editable: false }}
      streamedText=""
      segments={segments}
      decisions={decisions}
      onDecide={(id, decision) => setDecisions({ ...decisions, [id]: decision })}
      onAll={(decision) =>
        setDecisions(Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((id) => [id, decision])))
      }
      onView={setView}
      primary={{ label: t('improve.insert'), onRun: nothing }}
      provenance="Traité sur cet appareil · polissage hors ligne · rien n’a été envoyé"
      tokenLabels={{ '⟦1⟧': 'facture-2026-114.pdf' }}
      onClose={nothing}
      {...changed}
      view={view}
    />
  );
}

const byServer = {
  provenance: 'api.openai.com · gpt-5-mini · votre texte y a été envoyé',
  provenanceKind: 'server',
} as const;

/** As long as there is nothing to insert. */
const unfinished = ({ t, nothing }: Samples) => ({
  ...byServer,
  segments: null,
  primary: { label: t('improve.insert'), onRun: nothing, disabled: true },
});

function panel(samples: Samples, list: ComponentChild): ComponentChild {
  return (
    <div class="gallery-panel">
      <PanelFrame
        name="IAPosteManager"
        tabs={[{ route: '/dictation', label: samples.t('dictation.name') }]}
        current="/dictation"
        labels={{ navigation: 'Vues', settings: samples.t('settings.name') }}
        onSettings={samples.nothing}
      >
        {list}
      </PanelFrame>
    </div>
  );
}

function List({
  samples,
  ...changed
}: {
  samples: Samples;
  query?: string;
  nothing?: boolean;
  loading?: boolean;
}) {
  const [query, setQuery] = useState(changed.query ?? '');
  const found = changed.nothing ? [] : samples.items;
  return (
    <DictationList
      labels={samples.listLabels}
      items={changed.loading ? null : found}
      query={query}
      onQuery={setQuery}
      highlights={query.split(' ')}
      empty={samples.empty}
      onMore={found.length > 0 ? samples.nothing : undefined}
    />
  );
}

/** Name in the address → what is shown. */
export const parts: Record<string, Part> = {
  bar: bars,
  live: strips,
  'review-changes': (samples) => <Review samples={samples} />,
  'review-sides': (samples) => <Review samples={samples} view="side-by-side" />,
  'review-dictated': (samples) => (
    <Review
      samples={samples}
      title={samples.t('dictation.name')}
      segments={null}
      original={{ text: samples.original.replace('⟦1⟧', 'la pièce jointe'), editable: true }}
      secondary={[
        {
          label: samples.t('improve.improve'),
          name: 'improve',
          icon: <Sparkles size={18} strokeWidth={1.9} aria-hidden="true" />,
          onRun: samples.nothing,
        },
      ]}
    />
  ),
  'review-waiting': (samples) => (
    <Review samples={samples} {...unfinished(samples)} phase="waiting" />
  ),
  'review-streaming': (samples) => (
    <Review
      samples={samples}
      {...unfinished(samples)}
      phase="streaming"
      streamedText={'Bonjour Madame Martin,\n\nJe souhaiterais savoir à quelle date le règlement'}
    />
  ),
  'review-failed': (samples) => (
    <Review
      samples={samples}
      {...unfinished(samples)}
      phase="failed"
      failure={{
        text: samples.t('error.answer-cut'),
        actions: [{ label: samples.t('common.retry'), onRun: samples.nothing }],
      }}
    />
  ),
  'review-warned': (samples) => (
    <Review
      samples={samples}
      warnings={['Nouveau lien, absent de votre brouillon : exemple-paiement.fr']}
      {...byServer}
    />
  ),
  'review-long': (samples) => (
    <Review
      samples={samples}
      segments={Array.from({ length: 12 }, (_, round) =>
        samples.segments.map((segment) =>
          segment.kind === 'same' ? segment : { ...segment, id: segment.id + round * 10 },
        ),
      ).flat()}
    />
  ),
  notice: (samples) => (
    <div class="gallery">
      {(['info', 'success', 'warning', 'error'] as const).map((tone) => (
        <NoticeCard
          key={tone}
          tone={tone}
          text={samples.t('error.no-engine')}
          actions={[
            { label: samples.t('common.openSettings'), run: samples.nothing },
            { label: samples.t('common.retry'), run: samples.nothing },
          ]}
          labels={{ close: samples.t('common.close') }}
          onClose={samples.nothing}
        />
      ))}
      <Toast
        text="Dictée supprimée"
        undo={{ label: samples.t('common.undo'), run: samples.nothing }}
        labels={{ close: samples.t('common.close') }}
        onClose={samples.nothing}
      />
    </div>
  ),
  list: (samples) => panel(samples, <List samples={samples} />),
  'list-search': (samples) => panel(samples, <List samples={samples} query="rendez jeudi" />),
  'list-none': (samples) => panel(samples, <List samples={samples} query="xylophone" nothing />),
  'list-empty': (samples) => panel(samples, <List samples={samples} nothing />),
  'list-loading': (samples) => panel(samples, <List samples={samples} loading />),
};
