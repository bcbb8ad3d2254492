import { fitLabelModel } from "../../core/labelModel/fitLabelModel";
import { wholeNumber } from "../../core/data/numberText";
import { buildPatterns } from "../../core/patterns/patterns";
import { ABSTAIN } from "../../core/statistics/votes";
import { minedColumns } from "../../core/suggest/minedColumns";
import type { Suggestion } from "../../core/suggest/choose";
import { suggest } from "../../core/suggest/suggest";
import type { MinedLf, SuggestRequest } from "../../protocol/suggest";
import type { EngineEvents } from "../../protocol/engine";
import type { OpenProject } from "../run/openProject";

/**
 * Looks for LFs that would add to those there are, on the sample.
 * @throws Error in plain words if there is nothing to go by
 */
export function suggestLfs(
  { spec, info, table }: Pick<OpenProject, "spec" | "info" | "table">,
  request: SuggestRequest,
  onProgress: EngineEvents["progress"],
): MinedLf[] {
  assertBounded(table.rows, spec.labels.length);
  const { id, text, gold, split } = spec.columns;
  const columns = minedColumns({
    ...{ columns: info.columns, without: [id, gold, split], text },
    cellsOf: (name) => table.columns.get(name) ?? [],
  });
  const { label, count } = request.ask;
  const found = suggest({
    ...{ columns, labels: spec.labels, gold: request.gold, soft: softLabels(request, spec.labels.length) },
    ...{ label, count, seed: spec.sample.seed, target: request.target && marked(request.target, table.rows) },
    onProgress: (done, total) => onProgress({ what: "looking for labeling functions", done, total }),
  });
  return found.map(minedLf);
}

/** What is kept of each row, and of each row and label, has to lie in memory. */
const MOST_ROWS = 200_000;
const MOST_BELIEFS = 10_000_000;

function assertBounded(rows: number, labels: number): void {
  const most = Math.min(MOST_ROWS, Math.floor(MOST_BELIEFS / labels));
  if (rows > most)
    throw new Error(
      `The sample has ${wholeNumber(rows)} rows; suggestions for ${labels} labels are mined from at most ${wholeNumber(most)}. Set "sample": { "rows": ${most} } or fewer in lf.config.json.`,
    );
}

/**
 * What the label model makes of the LFs there are without gold: rows x labels, all 0 where none votes. With gold it would know of rows that are to judge
 * what is mined.
 */
function softLabels({ gold, votes, names, labelModel }: SuggestRequest, labels: number): Float64Array {
  const soft = new Float64Array(gold.length * labels);
  if (votes.length === 0) return soft;
  const index = buildPatterns({ rows: gold.length, labels, columns: [...votes], gold });
  const { proba } = fitLabelModel({ index, gold: new Int16Array(gold.length).fill(ABSTAIN), names, spec: labelModel });
  index.rowPattern.forEach((pattern, row) => soft.set(proba.subarray(pattern * labels, (pattern + 1) * labels), row * labels));
  return soft;
}

function marked(rows: readonly number[], total: number): Uint8Array {
  const marks = new Uint8Array(total);
  for (const row of rows) marks[row] = 1;
  return marks;
}

function minedLf({ label, features, rows, fresh, gold, precision, interval, expected, adds }: Suggestion): MinedLf {
  return {
    ...{ label, column: features[0]!.column, signs: features.map(({ sign }) => sign) },
    evidence: {
      ...{ rows: rows.length, newRows: fresh, overlap: rows.length - fresh, goldRows: gold.rows, goldRight: gold.right },
      ...(precision === undefined ? {} : { precision }),
      ...(interval === undefined ? {} : { interval }),
      ...{ expected, adds },
    },
  };
}
