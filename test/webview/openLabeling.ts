/** Opens the panel for labeling by hand on questions of the TREC collection. */
import { STRATEGIES, STRATEGY_NAMES } from "../../src/core/gold/queue";
import type { LabelPanelApi, LabelPanelEvents, LabelProject, LabelRow } from "../../src/protocol/labelPanel";
import { usePage, type OpenPage, type PageOptions } from "./openPage";

const texts = [
  "How far is it from Denver to Aspen ?",
  "What county is Modesto , California in ?",
  "Who was Galileo ?",
  "What is an atom ?",
];
const rowOf = (row: number): LabelRow => ({
  ...{ row, id: `t${row}`, split: "train", text: `${texts[row % texts.length]} (${row})` },
  cells: [["source", "trec"], ["words", 8], ["more", { nested: ["a", "b"] }]], // prettier-ignore
  votes: [{ lf: "startsWithWho", label: "HUM" }],
  prediction: "HUM",
});
export const labels = ["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"];
const project: LabelProject = {
  ...{ root: "/projects/trec", name: "trec", labels, lfs: ["startsWithWho"], by: "anna", votesBefore: false },
  choice: { strategy: "random" },
  strategies: STRATEGY_NAMES.map((name) => ({ name, why: STRATEGIES[name] })),
  guidelines: "# Labels\n\nABBR: what stands for what. <script>alert(1)</script>",
};

export interface LabelingOptions extends PageOptions {
  /** Rows that the strategy has. */
  readonly total?: number;
  readonly judge?: LabelPanelApi["judge"];
}

/** Opens the panel for the tests of a `describe`. */
export function useLabeling(): (shown?: Partial<LabelProject>, options?: LabelingOptions) => Promise<OpenPage<LabelPanelEvents>> {
  const open = usePage<LabelPanelApi, LabelPanelEvents>("labelPanel");
  return (shown = {}, { total = 1000, judge = () => Promise.resolve(), ...options } = {}) =>
    open(
      {
        ready: () => Promise.resolve({ project: { ...project, ...shown } }),
        next: ({ without }) => {
          const left = Array.from({ length: total }, (_, row) => row).filter((row) => !without.includes(row));
          return Promise.resolve({ rows: left.slice(0, 12).map(rowOf), left: left.length });
        },
        judge,
      },
      options,
    );
}
