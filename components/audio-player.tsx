import { Pause, Play } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './icon-button';

export interface AudioPlayerProps {
  audio: { url: string | null; onPlay(): void };
  labels: { play: string; pause: string; position: string };
}

/** Plays a kept recording. The audio is asked for on the first press only. */
export function AudioPlayer({ audio, labels }: AudioPlayerProps) {
  const element = useRef<HTMLAudioElement>(null);
  const [wanted, setWanted] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [progress, setProgress] = useState(0);

  useEffect(() => {
    if (audio.url && wanted) void element.current?.play().catch(() => setPlaying(false));
  }, [audio.url, wanted]);

  const press = (): void => {
    if (!audio.url) {
      setWanted(true);
      audio.onPlay();
    } else if (playing) element.current?.pause();
    else void element.current?.play().catch(() => setPlaying(false));
  };
  const name = playing ? labels.pause : labels.play;
  return (
    <span class="player">
      <IconButton
        name="play"
        label={name}
        icon={
          playing ? (
            <Pause size={17} strokeWidth={1.9} aria-hidden="true" />
          ) : (
            <Play size={17} strokeWidth={1.9} aria-hidden="true" />
          )
        }
        onPress={press}
      />
      {audio.url && (
        <>
          {/* biome-ignore lint/a11y/useMediaCaption: the transcription stands above */}
          <audio
            ref={element}
            src={audio.url}
            onPlay={() => setPlaying(true)}
            onPause={() => setPlaying(false)}
            onEnded={() => setPlaying(false)}
            onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
              setProgress(Number.isFinite(duration) ? currentTime / duration : 0);
            }}
          />
          <input
            class="player-position"
            type="range"
            min={0}
            max={1}
            step={0.01}
            value={progress}
            aria-label={labels.position}
            onInput={(event) => {
              const player = element.current;
              if (player && Number.isFinite(player.duration)) {
                player.currentTime = Number(event.currentTarget.value) * player.duration;
              }
            }}
          />
        </>
      )}
    </span>
  );
}
