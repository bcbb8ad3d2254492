import type { Judged, LabelState } from "./labelState";

/** The rate is of the latest rows: a pause before them does not count for ever. */
const LATEST = 20;

/** How much is done, how much is left, and how fast it goes. */
export function Tally({ state: { done, left, project } }: { state: LabelState }) {
  const judged = done.filter(({ said }) => said.label !== null).length;
  const skipped = done.length - judged;
  const unsaved = done.filter(({ saved }) => !saved).length;
  const total = done.length + (left ?? 0);
  return (
    <div className="label-tally">
      <progress aria-label="Rows done" value={done.length} max={Math.max(1, total)} />
      <p className="muted" role="status">
        <strong>{judged.toLocaleString("en-US")}</strong> labeled{skipped > 0 && `, ${skipped} skipped`}
        {left !== undefined && `, ${left.toLocaleString("en-US")} left`}
        {rate(done)} · {unsaved > 0 ? `saving ${unsaved}…` : "all saved"} · {project?.by}
      </p>
    </div>
  );
}

function rate(done: readonly Judged[]): string {
  const latest = done.slice(-LATEST);
  const [first, last] = [latest[0], latest.at(-1)];
  if (!first || !last || latest.length < 3 || last.at <= first.at) return "";
  return ` · ${Math.round(((latest.length - 1) * 60_000) / (last.at - first.at))} a minute`;
}
