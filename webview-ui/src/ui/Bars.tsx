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

/** A bar from the middle: to the right for a share above 0, to the left below. Shares go from -1 to 1. */
export function DivergingBar({ share }: { share: number }) {
  const width = 50 * Math.abs(share);
  return (
    <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-track" width="100" height="6" />
      <rect className={share < 0 ? "bar-against" : "bar-fill"} x={share < 0 ? 50 - width : 50} width={width} height="6" />
      <rect className="bar-mark" x="49.5" width="1" height="6" />
    </svg>
  );
}
