import type { Progress } from "../../protocol/snapshot";
import { wholeNumber } from "../../core/data/numberText";

/** Estimates before this are guesses. */
const SETTLE_MS = 1_500;

/**
 * How fast work goes: shown each progress in turn, says the share done, rows a second and the time left.
 * @param now milliseconds that only go up
 * @param unit what `done` and `total` count; no rate is said without
 */
export function createProgressText(now: () => number, unit?: string): (progress: Progress) => string {
  let [what, startedMs, startedAt] = ["", 0, 0];
  return (progress) => {
    if (progress.what !== what) [what, startedMs, startedAt] = [progress.what, now(), progress.done];
    const { done, total } = progress;
    if (total === 0) return what;
    const parts = [`${what} ${Math.floor((100 * Math.min(done, total)) / total)}%`];
    const ms = now() - startedMs;
    const perSecond = ms < SETTLE_MS ? 0 : (1000 * (done - startedAt)) / ms;
    if (perSecond > 0 && unit !== undefined) parts.push(`${wholeNumber(Math.round(perSecond))} ${unit}/s`);
    if (perSecond > 0 && done < total) parts.push(`${timeText((total - done) / perSecond)} left`);
    return parts.join(" · ");
  };
}

/** "12 s", "3 min", "2 h 5 min". */
export function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
