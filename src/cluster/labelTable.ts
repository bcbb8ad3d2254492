import { Binary, Float64, makeBuilder, Table, tableToIPC, Utf8, vectorFromArray, type Vector } from "apache-arrow";
import { certaintyOf } from "../core/labelModel/predict";
import { ABSTAIN } from "../core/statistics/votes";
import type { ClusterJob } from "./clusterJob";
import type { CombinedKinds } from "./combineKinds";
import { outputNames } from "./outputNames";

/**
 * What each kind of rows gets, as an Arrow stream: `lf_kind` (its bytes as a partition gave them), the label (null where there is none),
 * confidence, margin, P(label) of each label and the LFs' votes.
 */
export function labelTable(job: ClusterJob, rows: Int16Array, { kinds: { index }, fit }: CombinedKinds): Uint8Array {
  const { labels, lfs, columns } = job;
  const { table, rowPattern } = index;
  const names = outputNames(
    columns.map(({ name }) => name),
    labels,
    lfs.map(({ name }) => name),
  );
  const { confidence, margin } = certaintyOf(fit.proba, table);
  const numbers = (of: (pattern: number) => number): Vector => vectorFromArray(Array.from(rowPattern, of), new Float64());
  const words = (of: (pattern: number) => number): Vector =>
    vectorFromArray(
      Array.from(rowPattern, (pattern) => (of(pattern) === ABSTAIN ? null : labels[of(pattern)]!)),
      new Utf8(),
    );
  return tableToIPC(
    new Table({
      lf_kind: kindBytes(rows, rowPattern.length),
      [names.label]: words((pattern) => fit.label[pattern]!),
      [names.confidence]: numbers((pattern) => confidence[pattern]!),
      [names.margin]: numbers((pattern) => margin[pattern]!),
      ...Object.fromEntries(names.probabilities.map((name, k) => [name, numbers((pattern) => fit.proba[pattern * labels.length + k]!)])),
      ...Object.fromEntries(names.votes.map((name, lf) => [name, words((pattern) => table.votes[pattern * lfs.length + lf]!)])),
    }),
    "stream",
  );
}

function kindBytes(rows: Int16Array, size: number): Vector {
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  const width = bytes.length / size;
  const builder = makeBuilder({ type: new Binary() });
  for (let kind = 0; kind < size; kind++) builder.append(bytes.slice(kind * width, (kind + 1) * width));
  return builder.finish().toVector();
}
