import { useId } from 'preact/hooks';

/** Strokes of the mark: [x, top]. Their tops draw the fold of an envelope, together they are a voice. */
const strokes = [
  [7.4, 10],
  [11.7, 13.2],
  [16, 16.4],
  [20.3, 13.2],
  [24.6, 10],
] as const;

/** The mark: a voice in the shape of a letter. Decorative: the name stands beside it. */
export function Logo({ size }: { size: number }) {
  const gradient = useId();
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color="#4058c8" />
          <stop offset="1" stop-color="#9a5fd6" />
        </linearGradient>
      </defs>
      <rect width="32" height="32" rx="8.5" fill={`url(#${gradient})`} />
      <g stroke="#fff" stroke-width="2.6" stroke-linecap="round">
        {strokes.map(([x, top]) => (
          <path key={x} d={`M${x} ${top}V22.6`} />
        ))}
      </g>
    </svg>
  );
}
