import { QuickCompose } from '@/lib/features/quick-compose/popup';
import { startPage } from '@/lib/features/settings/options-start-page';
import { latePart } from '@/lib/platform/late-part';

const bar = latePart(() => import('@/lib/features/quick-compose/popup-editor'));

void startPage(() => <QuickCompose bar={bar} reload={() => location.reload()} />);
