/** The mark: a letter whose fold is a voice. Decorative: the name stands beside it. */
export function Logo({ size }: { size: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" class="logo-tile" />
    </svg>
  );
}
