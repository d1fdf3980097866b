import { useEffect, useRef, useState } from 'preact/hooks';
import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import type { DictationItem } from './messages';
import { readAudio } from './store';

/**
 * Audio of the rows that were played, as object URLs that live as long as the view. It is read straight
 * from the database: our own pages share it, and messages carry no audio.
 */
export function usePlayback(onFailure: (failure: Failure) => void) {
  const [urls, setUrls] = useState<Readonly<Record<string, string>>>({});
  const made = useRef<string[]>([]);
  useEffect(
    () => () => {
      for (const url of made.current) URL.revokeObjectURL(url);
    },
    [],
  );
  return {
    url: ({ recordingId = '' }: DictationItem): string | null => urls[recordingId] ?? null,
    play: (recordingId: string): void => {
      readAudio(recordingId)
        .then((audio) => {
          if (!audio) throw new AppError('storage-failed');
          const url = URL.createObjectURL(audio);
          made.current.push(url);
          setUrls((before) => ({ ...before, [recordingId]: url }));
        })
        .catch((thrown) => onFailure(toFailure(thrown)));
    },
  };
}
