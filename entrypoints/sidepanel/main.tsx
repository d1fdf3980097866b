import { startPage } from '@/lib/features/settings/options-start-page';
import { bringShownView, PanelShell, type PanelView } from '@/lib/features/settings/panel-shell';

/** The views there are, in their order, each loaded when it is shown. A later feature adds its line here. */
const views: readonly [PanelView, ...PanelView[]] = [
  {
    route: '/dictation',
    name: 'dictation.name',
    load: async () => (await import('@/lib/features/dictation/panel')).DictationPanel,
  },
  {
    route: '/templates',
    name: 'templates.name',
    feature: 'templates',
    load: async () => (await import('@/lib/features/templates/panel')).TemplatesPanel,
  },
  {
    route: '/contacts',
    name: 'contacts.name',
    feature: 'contacts',
    load: async () => (await import('@/lib/features/contacts/panel')).ContactsPanel,
  },
  {
    route: '/batches',
    name: 'batch.name',
    feature: 'batch',
    load: async () => (await import('@/lib/features/batch/panel')).BatchPanel,
  },
];

function SidePanel() {
  return <PanelShell views={views} reload={() => location.reload()} />;
}

// On its way while the settings are read.
const shown = bringShownView(views);
void startPage(SidePanel, () => shown);
