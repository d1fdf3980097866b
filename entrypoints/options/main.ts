import { OptionsPage } from '@/lib/features/settings/options';
import { learnSetUp } from '@/lib/features/settings/options-set-up';
import { startPage } from '@/lib/features/settings/options-start-page';

void startPage(OptionsPage, learnSetUp);
