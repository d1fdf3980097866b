import { answerCalls } from '../thread-calls.ts';
import { inspect } from './inspect-backup.ts';

answerCalls<[file: string]>(async (_name, [file]) => inspect(file));
