import { rate } from "../math/interval";
import type { ScoredRows } from "./scoredRows";

/** Rows whose confidence is in low..high (the last bin includes 1). */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  readonly confidence: number | undefined;
  readonly accuracy: number | undefined;
}

/** Equal bins of confidence, 0..1. */
const BINS = 15;

/** Accuracy by confidence, for the picked rows. */
export function reliabilityOf(rows: ScoredRows, picks: Uint32Array): ReliabilityBin[] {
  const count = new Float64Array(BINS);
  const confidence = new Float64Array(BINS);
  const right = new Float64Array(BINS);
  for (let k = 0; k < picks.length; k++) {
    const i = picks[k]!;
    const bin = Math.min(BINS - 1, Math.floor(rows.confidence[i]! * BINS));
    count[bin]!++;
    confidence[bin]! += rows.confidence[i]!;
    right[bin]! += rows.right[i]!;
  }
  return Array.from(count, (n, bin) => ({
    low: bin / BINS,
    high: (bin + 1) / BINS,
    rows: n,
    confidence: rate(confidence[bin]!, n),
    accuracy: rate(right[bin]!, n),
  }));
}

/** Expected calibration error (Naeini et al. 2015). */
export function calibrationError(bins: readonly ReliabilityBin[]): number | undefined {
  let rows = 0;
  let gap = 0;
  for (const bin of bins) {
    rows += bin.rows;
    if (bin.accuracy !== undefined && bin.confidence !== undefined) gap += bin.rows * Math.abs(bin.accuracy - bin.confidence);
  }
  return rate(gap, rows);
}
