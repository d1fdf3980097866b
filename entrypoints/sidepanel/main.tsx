import { BatchPanel } from '@/lib/features/batch/panel';
import { ContactsPanel } from '@/lib/features/contacts/panel';
import { DictationPanel } from '@/lib/features/dictation/panel';
import { startPage } from '@/lib/features/settings/options-start-page';
import { PanelShell, type PanelView } from '@/lib/features/settings/panel-shell';
import { TemplatesPanel } from '@/lib/features/templates/panel';

/** The views there are, in their order. A later feature adds its line here. */
const views: readonly [PanelView, ...PanelView[]] = [
  { route: '/dictation', name: 'dictation.name', View: DictationPanel },
  { route: '/templates', name: 'templates.name', View: TemplatesPanel, feature: 'templates' },
  { route: '/contacts', name: 'contacts.name', View: ContactsPanel, feature: 'contacts' },
  { route: '/batches', name: 'batch.name', View: BatchPanel, feature: 'batch' },
];

function SidePanel() {
  return <PanelShell views={views} />;
}

void startPage(SidePanel);
