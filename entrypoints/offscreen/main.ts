import { startOffscreenRecorder } from '@/lib/features/dictation/offscreen';

startOffscreenRecorder();
