import { BatchPanel } from '@/lib/features/batch/panel';
import { DictationPanel } from '@/lib/features/dictation/panel';
import { startPage } from '@/lib/features/settings/options-start-page';
import { PanelShell, type PanelView } from '@/lib/features/settings/panel-shell';

/** The views there are, in their order. A later feature adds its line here. */
const views: readonly [PanelView, ...PanelView[]] = [
  { route: '/dictation', name: 'dictation.name', View: DictationPanel },
  { route: '/batches', name: 'batch.name', View: BatchPanel },
];

function SidePanel() {
  return <PanelShell views={views} />;
}

void startPage(SidePanel);
