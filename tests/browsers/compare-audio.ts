import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface AudioComparison {
  /** Correlation of the two loudness curves at the best shift: 1 = the same, 0 = unrelated. */
  correlation: number;
  /** Seconds by which the recording's content comes later than the reference's. */
  shift: number;
  /** Length of the recording minus length of the reference, in seconds. */
  durationDifference: number;
  duration: number;
}

const rate = 8000;
/** One point of the loudness curve is 20 ms. */
const window = rate / 50;

function decode(file: string): Int16Array {
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-f', 's16le', '-ac', '1', '-ar', String(rate), '-'],
    { maxBuffer: 256 * 1024 * 1024 },
  );
  return new Int16Array(raw.buffer, raw.byteOffset, Math.floor(raw.byteLength / 2));
}

function loudnessCurve(samples: Int16Array): Float64Array {
  const curve = new Float64Array(Math.floor(samples.length / window));
  for (let point = 0; point < curve.length; point += 1) {
    let energy = 0;
    for (let index = point * window; index < (point + 1) * window; index += 1) {
      energy += (samples[index] ?? 0) ** 2;
    }
    curve[point] = Math.sqrt(energy / window);
  }
  return curve;
}

/** Pearson correlation of `a[i]` with `b[i + shift]`, where both exist. */
function correlate(a: Float64Array, b: Float64Array, shift: number): number {
  const start = Math.max(0, -shift);
  const end = Math.min(a.length, b.length - shift);
  const count = end - start;
  // Less than half of the shorter one in common says nothing.
  if (count < Math.min(a.length, b.length) / 2) return 0;
  let sumA = 0;
  let sumB = 0;
  for (let index = start; index < end; index += 1) {
    sumA += a[index] ?? 0;
    sumB += b[index + shift] ?? 0;
  }
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = start; index < end; index += 1) {
    const fromA = (a[index] ?? 0) - sumA / count;
    const fromB = (b[index + shift] ?? 0) - sumB / count;
    product += fromA * fromB;
    squareA += fromA * fromA;
    squareB += fromB * fromB;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

function decodeBytes(recording: Uint8Array): Int16Array {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-audio-'));
  const file = path.join(folder, 'recording');
  fs.writeFileSync(file, recording);
  try {
    return decode(file);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of sound in a recording (any format ffmpeg reads, also one that was cut off). */
export function secondsOf(recording: Uint8Array): number {
  return decodeBytes(recording).length / rate;
}

/**
 * Compares a recording (any format ffmpeg reads) with the WAV that was played.
 * @param maxShift seconds by which the recording may start earlier or later
 */
export function compareAudio(
  recording: Uint8Array,
  referenceWav: string,
  maxShift = 3,
): AudioComparison {
  const recorded = decodeBytes(recording);
  const reference = decode(referenceWav);
  const [referenceCurve, recordedCurve] = [loudnessCurve(reference), loudnessCurve(recorded)];
  let best = { correlation: Number.NEGATIVE_INFINITY, shift: 0 };
  for (let shift = -maxShift * 50; shift <= maxShift * 50; shift += 1) {
    const correlation = correlate(referenceCurve, recordedCurve, shift);
    if (correlation > best.correlation) best = { correlation, shift };
  }
  return {
    correlation: best.correlation,
    shift: best.shift / 50,
    duration: recorded.length / rate,
    durationDifference: (recorded.length - reference.length) / rate,
  };
}

/**
 * Where in the WAV that was played a piece of the recording was said, both in seconds; how well it fits there
 * is told by the correlation of the loudness curves.
 */
export function findInReference(
  recording: Uint8Array,
  referenceWav: string,
  piece: { from: number; to: number },
): { at: number; correlation: number } {
  const samples = decodeBytes(recording).subarray(piece.from * rate, piece.to * rate);
  const [wanted, reference] = [loudnessCurve(samples), loudnessCurve(decode(referenceWav))];
  let best = { correlation: Number.NEGATIVE_INFINITY, at: 0 };
  for (let point = 0; point + wanted.length <= reference.length; point += 1) {
    const there = reference.subarray(point, point + wanted.length);
    const correlation = correlate(there, wanted, 0);
    if (correlation > best.correlation) best = { correlation, at: point / 50 };
  }
  return best;
}
