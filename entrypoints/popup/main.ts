import { QuickCompose } from '@/lib/features/quick-compose/popup';
import { startPage } from '@/lib/features/settings/options-start-page';

void startPage(QuickCompose);
