import { OptionsPage } from '@/lib/features/settings/options';
import { startPage } from '@/lib/features/settings/options-start-page';

void startPage(OptionsPage);
