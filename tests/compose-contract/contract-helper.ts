import { startPagePaste } from '@/lib/compose/start-page-paste';

startPagePaste(window);
