/** How tall each of the five strokes stands at full level, so that the meter looks like a voice. */
const weights = [0.5, 0.85, 1, 0.75, 0.45];

/** Five strokes that follow a level of 0–1 (null: still). Decorative: the state is told in words too. */
export function Meter({ level }: { level: number | null }) {
  const loudness = Math.min(1, Math.max(0, level ?? 0));
  return (
    <span class="meter" data-still={level === null} aria-hidden="true">
      {weights.map((weight) => (
        <span
          key={weight}
          class="meter-stroke"
          style={{ transform: `scaleY(${(0.18 + 0.82 * weight * loudness).toFixed(3)})` }}
        />
      ))}
    </span>
  );
}
