import { startPage } from '@/lib/features/settings/start-page';
import { WelcomePage } from '@/lib/features/settings/welcome';

void startPage(WelcomePage);
