export interface LevelMeter {
  /** Loudness since the last reading, 0–1 for a meter (speech spans most of it); `null` when unknown. */
  read(): number | null;
  /** Ends the meter; answers the loudest moment as plain RMS, or `null` when it never worked. */
  close(): number | null;
}

/** −60 dBFS is the foot of the meter, −10 dBFS its top: speech moves in between. */
function toMeter(rms: number): number {
  const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

/**
 * Measures loudness. An AudioContext stays suspended on a machine without an audio output (seen in
 * Firefox); then the level is unknown, which is not an error and says nothing about the recording.
 */
export function createLevelMeter(stream: MediaStream): LevelMeter {
  let context: AudioContext;
  try {
    context = new AudioContext();
  } catch {
    return { read: () => null, close: () => null };
  }
  const analyser = context.createAnalyser();
  // 4096 samples cover 85 ms at 48 kHz: nearly all of the tenth of a second between two readings.
  analyser.fftSize = 4096;
  context.createMediaStreamSource(stream).connect(analyser);
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  const samples = new Float32Array(analyser.fftSize);
  let loudest: number | null = null;
  return {
    read() {
      if (context.state !== 'running') return null;
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      const rms = Math.sqrt(sum / samples.length);
      loudest = Math.max(loudest ?? 0, rms);
      return toMeter(rms);
    },
    close() {
      void context.close().catch(() => undefined);
      return loudest;
    },
  };
}
