import { dirname, relative } from "node:path";
import packageJson from "../../../package.json";
import { SPLITS, type Split } from "../../core/data/cells";
import type { ClarityCounts } from "../../core/export/countClarity";
import type { LabelFit } from "../../core/labelModel/fitLabelModel";
import type { LabelReport } from "../../protocol/engine";
import type { LfFault } from "../../protocol/fault";
import type { HashedFile, Manifest } from "../../protocol/manifest";
import type { ExportTarget } from "../output/exportTarget";
import { hashOf } from "../output/inputs";
import type { ChosenCounts } from "./chooseExport";
import { slashes } from "../../files/paths";

export interface ManifestInput {
  /** The project's folder and the export, absolute. */
  readonly root: string;
  readonly out: string;
  readonly target: ExportTarget;
  readonly labels: readonly string[];
  readonly inputs: Manifest["inputs"];
  /** The export's files, relative to its folder. */
  readonly files: readonly HashedFile[];
  readonly fit: LabelFit;
  readonly featureAware?: Manifest["featureAware"];
  readonly counts: Readonly<ChosenCounts>;
  readonly clarity: ClarityCounts;
  readonly read: number;
  readonly faults: readonly LfFault[];
  readonly notAsked: LabelReport["notAsked"];
  readonly badLines: number;
}

/** What an export was made from and what is in it. No dates, no absolute paths: the same inputs give the same manifest. */
export function exportManifest(input: ManifestInput): Manifest {
  const { root, out, target, fit } = input;
  const { template: _shown, ...options } = target.options;
  return {
    manifest: 1,
    tool: { name: "lf-lens", version: packageJson.version },
    project: slashes(relative(dirname(out), root)) || ".",
    format: target.format,
    files: [...input.files],
    options: { ...options, ...(target.template === undefined ? {} : { template: target.template }) },
    inputs: input.inputs,
    labelModel: { kind: fit.model.kind, gold: fit.parameters.report.used, parameters: hashOf(fit.parameters) },
    ...(input.featureAware ? { featureAware: input.featureAware } : {}),
    rows: { read: input.read, ...countRows(input.counts, input.labels), clarity: input.clarity },
    faults: input.faults.map(({ lf, fault: { message, rows, file, line } }) => ({
      lf,
      message,
      rows,
      ...(file === undefined ? {} : { file: slashes(relative(root, file)) }),
      ...(line === undefined ? {} : { line }),
    })),
    ...(input.notAsked.length > 0 ? { notAsked: [...input.notAsked] } : {}),
    badLines: input.badLines,
  };
}

export type RowCounts = Pick<Manifest["rows"], "written" | "labels" | "unlabeled" | "splits">;

/** The exported rows by label and by split. */
export function countRows({ rows, byLabel, bySplit }: Readonly<ChosenCounts>, names: readonly string[]): RowCounts {
  return {
    written: rows,
    labels: Object.fromEntries(names.map((name, label) => [name, byLabel[label]!])),
    unlabeled: rows - byLabel.reduce((sum, count) => sum + count, 0),
    splits: Object.fromEntries(splitsWithRows(bySplit).map(({ split, rows: own }) => [split, own])),
  };
}

/** The splits that have rows, and how many. */
export function splitsWithRows(bySplit: readonly number[]): { readonly split: Split; readonly rows: number }[] {
  return SPLITS.map((split, index) => ({ split, rows: bySplit[index]! })).filter(({ rows }) => rows > 0);
}
