/** A bar as long as its share (0..1) of the whole. */
export function ShareBar({ share }: { share: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-track" width="100" height="6" />
      <rect className="bar-fill" width={100 * share} height="6" />
    </svg>
  );
}

/** A band from low to high with a mark at the value, all rates (0..1). */
export function IntervalBar({ low, high, value }: { low: number; high: number; value: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-track" width="100" height="6" />
      <rect className="bar-band" x={100 * low} width={Math.max(1, 100 * (high - low))} height="6" />
      <rect className="bar-mark" x={Math.min(98, Math.max(0, 100 * value - 1))} width="2" height="6" />
    </svg>
  );
}
