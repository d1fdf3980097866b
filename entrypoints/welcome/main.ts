import { learnSetUp } from '@/lib/features/settings/options-set-up';
import { startPage } from '@/lib/features/settings/options-start-page';
import { WelcomePage } from '@/lib/features/settings/welcome';

void startPage(WelcomePage, learnSetUp);
