import { labelTone } from "../../labelTone";
import type { Judged } from "./labelState";
import { Votes } from "./Votes";

/** The row that was judged last, with what the LFs vote: it is shown after the judgement only. */
export function LastRow({ done, labels }: { done: readonly Judged[]; labels: readonly string[] }) {
  const last = done.at(-1);
  if (!last) return null;
  const { row, said, saved } = last;
  const tone = said.label === null ? "" : labelTone(said.label, labels);
  return (
    <section className="label-last" aria-label="The row before">
      <p>
        <span className="muted">Before:</span> <bdi className="row-id">{row.id}</bdi>{" "}
        <span className={`chip ${tone}`}>{said.label ?? "skipped"}</span> <span className="muted">{saved ? "saved" : "saving…"}</span>
      </p>
      <Votes row={row} />
    </section>
  );
}
