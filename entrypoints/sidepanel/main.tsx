import { PanelShell } from '@/lib/features/settings/panel-shell';
import { startPage } from '@/lib/features/settings/start-page';

/** Later views are added here, each with its route. */
function SidePanel() {
  return <PanelShell views={[{ route: '/dictation', name: 'dictation.name', View: () => null }]} />;
}

void startPage(SidePanel);
