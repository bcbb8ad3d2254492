/** The project that the panel shows in tests: a block of 20 rows repeated 50 times, so that every count can be checked by eye. */
import { usableGold } from "../../src/core/labelModel/usableGold";
import { SPLITS } from "../../src/core/data/cells";
import { clarityMatrix, type ClarityMatrix } from "../../src/core/clarity/clarity";
import { describeDependency } from "../../src/core/dependencies/dependency";
import { wilson } from "../../src/core/math/interval";
import { resolveLabelModel } from "../../src/core/labelModel/registry";
import { goldCounts } from "../../src/core/patterns/patterns";
import type { PredictionSource, RowFilter } from "../../src/core/data/rowFilter";
import { selectRows } from "../../src/core/rows/selectRows";
import { ABSTAIN, type VoteMatrix } from "../../src/core/statistics/votes";
import { marginalValues } from "../../src/core/explain/marginalValues";
import type {
  AllRowsSnapshot,
  FoundInRow,
  LfDependency,
  LfSnapshot,
  Numbers,
  PanelSnapshot,
  ProjectSnapshot,
  RowExplanation,
  RowFindings,
  RowView,
} from "../../src/protocol/panel";
import { analyse, fitted } from "../../src/services/analysis/analyse";
import { comparisonOf } from "../../src/services/analysis/comparison";
import { explain } from "../../src/services/analysis/explain";

export const root = "/projects/comments";
export const labels = ["HAM", "SPAM"];

/** Votes on one block: H, S, or a dot to abstain. `onlyWithoutGold` votes on row 3 of the last block alone. */
const block: Readonly<Record<string, string>> = {
  asksToSubscribe: "SSSS................",
  hasLink: /*     */ "..SSSS....S.........",
  shortPraise: /* */ ".....H....HHHHH.....",
  mentionsSong: /**/ "......H.......HHH...",
  onlyWithoutGold: "....................",
  notRunYet: /*   */ "....................",
};
/** The first 10 blocks have gold: 200 of 1,000 rows. */
const gold = /*     */ "SSSSSSSSSSHHHHHHHHHH";
const BLOCKS = 50;
const GOLD_BLOCKS = 10;
export const ROWS = gold.length * BLOCKS;

const code = (letter: string | undefined): number => (letter === "H" ? 0 : letter === "S" ? 1 : ABSTAIN);
const repeat = (text: string, blocks: number): Int16Array =>
  Int16Array.from({ length: ROWS }, (_, row) => (row < blocks * text.length ? code(text[row % text.length]) : ABSTAIN));

export const lfNames = Object.keys(block);
const columns = Object.values(block).map((text) => repeat(text, BLOCKS));
columns[lfNames.indexOf("onlyWithoutGold")]![ROWS - 17] = code("S");
const matrix: VoteMatrix = { rows: ROWS, labels: labels.length, columns, gold: repeat(gold, GOLD_BLOCKS) };
const splits = Uint8Array.from({ length: ROWS }, (_, row) => SPLITS.indexOf(row < GOLD_BLOCKS * gold.length ? "dev" : "train"));
const faultRows = lfNames.map((name) => Uint32Array.from(name === "mentionsSong" ? [7, 27, 47] : []));

const goldRows = Array.from(matrix.gold.keys()).filter((row) => matrix.gold[row] !== ABSTAIN);
/** Right on all gold rows but every tenth, and HAM elsewhere. */
const learned = new Int16Array(ROWS);
goldRows.forEach((row, i) => (learned[row] = i % 10 === 9 ? 1 - matrix.gold[row]! : matrix.gold[row]!));

const fit = fitted({
  project: root,
  names: lfNames,
  labels,
  matrix,
  labelModel: { kind: "auto" },
  usableGold: usableGold(matrix.gold, splits),
  endModel: learned,
});
const analysis = analyse(fit);
const { predictions } = analysis;

/** The rows that pass a filter, by the same code that the extension uses. */
export const rowsOf = (filter: RowFilter): Uint32Array =>
  selectRows(
    {
      matrix,
      lfNames,
      labels,
      prediction: predictions[filter.source ?? "labelModel"],
      splits,
      ids: [...splits.keys()].map((row) => `c${row}`),
      faultRows,
    },
    filter,
  );

export const clarityOf = (source: PredictionSource = "labelModel", label?: string): ClarityMatrix =>
  clarityMatrix({ matrix, prediction: predictions[source], ...(label !== undefined && { goldLabel: labels.indexOf(label) }) });

export const explanationOf = (row: number): RowExplanation => explain(fit, row);

/** asksToSubscribe is a keyword, mentionsSong a pattern; the others are functions. */
export function findingsOf(row: number): RowFindings {
  const { votes, cells } = rowView(row);
  const text = cells["text"] as string;
  const lfs = votes.map(({ lf }): FoundInRow => {
    const word = { asksToSubscribe: "subscribe", mentionsSong: "song" }[lf] ?? "";
    const start = word === "" ? -1 : text.indexOf(word);
    const matches = start < 0 ? [] : [{ column: "text", start, end: start + word.length, text: word }];
    return { lf, matches, place: { file: `${root}/lfs/spam.lf.ts`, line: 4 + 4 * lfNames.indexOf(lf), column: 3 } };
  });
  return { row, lfs };
}

const texts = [
  "Check out my channel and subscribe!!! 🎵",
  "השיר הזה פשוט מדהים, תודה רבה",
  "love it",
  `First verse still gives me chills. ${"The second half of this song is what I listen to on every long drive home. ".repeat(6)}`,
];

export function rowView(row: number, source: PredictionSource = "labelModel"): RowView {
  const labelOf = (value: number | undefined): string | undefined => labels[value ?? ABSTAIN];
  const [goldLabel, predicted] = [labelOf(matrix.gold[row]), labelOf(predictions[source][row])];
  return {
    row,
    id: `c${row}`,
    split: SPLITS[splits[row]!]!,
    ...(goldLabel !== undefined && { gold: goldLabel }),
    ...(predicted !== undefined && { prediction: predicted }),
    cells: { id: `c${row}`, text: texts[row % texts.length]!, likes: row % 7, author: null, tags: ["video", { likes: 3 }] },
    votes: lfNames.flatMap((lf, at) => {
      const label = labelOf(columns[at]![row]);
      return label === undefined ? [] : [{ lf, label, ...(goldLabel !== undefined && { right: label === goldLabel }) }];
    }),
  };
}

const model = resolveLabelModel("auto");
/** Before gold corrects it, so that the same gold may judge it. */
const uncorrected = model.predictProba(fit.parameters.base, fit.index.table);
const marginal = marginalValues({
  model,
  patterns: fit.index.table,
  parameters: fit.parameters.base,
  gold: goldCounts(fit.index, matrix.gold),
});

function lfSnapshot(name: string, at: number): LfSnapshot {
  const site = { name, file: `${root}/lfs/spam.lf.ts`, line: 3 + 4 * at, column: 14, endLine: 4 + 4 * at };
  if (name === "notRunYet") return { ...site, faults: [], stale: false };
  const summary = analysis.summary.lfs[at]!;
  const interval = wilson(summary.correct, summary.correct + summary.incorrect);
  const fault = { message: "TypeError: row.song is null", file: site.file, line: site.line + 1, column: 9, rows: faultRows[at]!.length };
  return {
    ...site,
    summary,
    ...(interval && { accuracyInterval: interval }),
    estimated: analysis.estimated[at]!,
    ...(name !== "onlyWithoutGold" && { marginal: marginal[at]! }),
    faults: fault.rows > 0 ? [fault] : [],
    ms: 2 * at + 0.4,
    stale: name === "hasLink",
  };
}

/** Half of the votes of asksToSubscribe are on rows where hasLink votes too: too few to be found, enough to be shown. */
const dependency: LfDependency = {
  lfs: ["asksToSubscribe", "hasLink"],
  kind: "subset",
  strength: 0.5,
  text: describeDependency({ kind: "subset", foundBy: "co-votes", lfs: [0, 1], strength: 0.5, rows: 100, agreement: 1 }, lfNames),
};

export const spamProject: ProjectSnapshot = {
  root,
  name: "comments",
  phase: "ready",
  labels,
  numbers: {
    sample: {
      rows: ROWS,
      goldRows: GOLD_BLOCKS * gold.length,
      labels,
      lfs: lfNames.map(lfSnapshot),
      set: analysis.summary.set,
      labelModel: analysis.labelModel,
      labeled: analysis.labelCounts[0]! + analysis.labelCounts[1]!,
      labelCounts: analysis.labelCounts,
      clarity: analysis.clarity.labelModel,
      majorityClarity: analysis.clarity.majority,
      labeledAccuracy: { right: 120, of: 140, interval: wilson(120, 140)! },
      endModelClarity: analysis.clarity.endModel,
    },
  },
  columns: { id: "id", text: "text", gold: "label" },
  problems: [
    {
      file: `${root}/data/train.csv`,
      line: 12,
      severity: "warning",
      message: "The record has 3 fields, the header 5; the record was skipped.",
    },
  ],
  data: {
    columns: [
      { name: "id", type: "string", nullable: false },
      { name: "text", type: "string", nullable: false },
      { name: "likes", type: "number", nullable: false },
    ],
    rows: 25_000,
    splitRows: { train: 24_000, dev: 1000 },
    goldRows: 1000,
    badLines: 1,
    problems: [],
    fingerprint: "1",
    rowsFingerprint: "1",
    files: [`${root}/data/train.csv`],
    sampleRows: ROWS,
    sampleGold: GOLD_BLOCKS * gold.length,
  },
  comparison: comparisonOf({ index: fit.index, proba: uncorrected, gold: matrix.gold }, lfNames, labels)!,
  dependencies: [dependency],
  tasks: [],
  pinned: [],
  lastRun: { run: 1, ms: 42, lfs: 6, parts: { compile: 12, load: 3, run: 20, statistics: 1 } },
};

/** What is different of the project, and of its numbers. */
export type ProjectChange = Partial<ProjectSnapshot> & { readonly sample?: Partial<Numbers>; readonly allRows?: AllRowsSnapshot };

/** The panel's snapshot with the spam project changed as given. */
export const snapshotOf = ({ sample, allRows, ...change }: ProjectChange = {}): PanelSnapshot =>
  panelOf({
    ...spamProject,
    numbers: { sample: { ...spamProject.numbers.sample, ...sample }, ...(allRows && { allRows }) },
    ...change,
  });

/** The panel's snapshot with this one project. */
export const panelOf = (project: ProjectSnapshot): PanelSnapshot => ({ projects: [{ root, name: "comments" }], project });

/** The same project on a bad day: the label model loses, dev is not like the rest, and many LFs depend on each other. */
export const troubledProject: ProjectChange = {
  sample: {
    labelModel: {
      ...analysis.labelModel,
      gold: {
        ...analysis.labelModel.gold,
        warning:
          "The LFs vote differently on the dev gold rows than on the data (p = 0.0012): gold corrects the class prior at most. Label random rows, so that dev looks like the data.",
      },
    },
  },
  comparison: {
    rows: 140,
    modelAccuracy: 98 / 140,
    modelInterval: wilson(98, 140)!,
    majorityAccuracy: 119 / 140,
    majorityInterval: wilson(119, 140)!,
    onlyModelRight: 4,
    onlyMajorityRight: 25,
    pValue: 0.0001,
    causes: [
      "shortPraise votes on 52 % of the rows and for the wrong label on 20 of the 25 rows that went wrong: narrow it.",
      "No LF votes for EGGS, which 12 gold rows are: write one.",
    ],
  },
  dependencies: [3, 2, 1, 0].flatMap((b) =>
    [0, 1, 2, 3].filter((a) => a < b).map((a) => ({ ...dependency, lfs: [lfNames[a]!, lfNames[b]!] })),
  ),
};
