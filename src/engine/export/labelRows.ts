import { basename, dirname, join } from "node:path";
import { countClarity } from "../../core/export/countClarity";
import { fitNotes } from "../../core/labelModel/describeFit";
import type { LabelFit } from "../../core/labelModel/fitLabelModel";
import type { Problem } from "../../core/data/problem";
import { counted } from "../../core/data/numberText";
import { certaintyOf } from "../../core/labelModel/predict";
import { exportFileNames } from "../../core/export/exportFileNames";
import { createExportFiles, type ExportPlan } from "../../dataset/write/exportFiles";
import type { LabelReport, LabelRequest } from "../../protocol/engine";
import { manifestPath, type Manifest } from "../../protocol/manifest";
import type { AllRows } from "../apply/voteOnRows";
import { choose, countWithoutLabel, needsRows, type Chosen, type Denoised } from "./chooseExport";
import type { Applied } from "../apply/applier";
import { hashFiles, hashInputs, hashOf } from "../output/inputs";
import { countRows, exportManifest, splitsWithRows } from "./exportManifest";
import { assertPlace } from "../output/place";
import { explainWriteError } from "../output/explainWriteError";
import { openStaging, type Staging } from "../output/staging";
import { exportTarget, type ExportTarget } from "../output/exportTarget";
import { assertRefinable, refineExport, type RefinedExport } from "./refineExport";
import { joinSource, type JoinedRows } from "../../dataset/write/joinedRows";
import { fitAllRows } from "../apply/fitAllRows";
import { partsOrder } from "./partsOrder";
import { writeParts } from "./writeParts";

export type LabelInput = AllRows<Omit<LabelRequest, "files">>;

/**
 * Runs all LFs over all rows, fits the label model on the distinct patterns of votes, and exports the denoised labels of the
 * rows asked for. The fit never depends on which rows those are. The export and its manifest appear when they are whole; when
 * it fails, nothing is left behind.
 * @throws Error in plain words: no LF to run, options that the data cannot meet, data that changed, a place that cannot be written
 */
export async function labelRows(input: LabelInput): Promise<LabelReport> {
  const startedMs = performance.now();
  const { dataset, plan, request, project } = input;
  if (plan.lfs.length === 0) throw new Error(plan.problems[0]?.message ?? "There are no LFs to run.");
  const { out, format, options, labelModel, resume = false } = request;
  const lfs = plan.lfs.map(({ name }) => name);
  const target = exportTarget({ spec: project.spec, info: dataset.info, lfs, format, ...(options ? { options } : {}) });
  if (target.options.featureAware) assertRefinable(dataset.info.rows, project.spec.labels.length);
  await checkPlace(input, [basename(out)]);
  const inputs = await hashInputs({ ...project.spec, lfs: plan.watched, data: dataset.info.files, known: await dataset.hashes() });
  let staging: Staging | undefined;
  try {
    const joined = joinSource(dataset, target, project.spec.columns.id);
    const { answers } = project.files;
    const key = hashOf({
      inputs,
      ...(answers.size() > 0 ? { answers: answers.size() } : {}),
      format,
      options: target.options,
      labelModel,
      lfs,
      votesOnly: joined !== undefined,
    });
    staging = await openStaging({ out, key, resume });
    return await exportInto(staging, { ...input, target, inputs, ...(joined ? { joined } : {}) }, startedMs);
  } catch (error) {
    await staging?.discard();
    throw explainWriteError(error, out);
  }
}

interface ExportInput extends LabelInput {
  readonly target: ExportTarget;
  readonly inputs: Manifest["inputs"];
  readonly joined?: JoinedRows;
}

async function exportInto(staging: Staging, input: ExportInput, startedMs: number): Promise<LabelReport> {
  const { dataset, plan, request, project, target, inputs, applier } = input;
  const { labels, root } = project.spec;
  const { out } = request;
  const parts = await applier.apply({
    keepRows: needsRows(target.options),
    ...(target.options.slice === undefined ? {} : { slices: [target.options.slice] }),
    parts: partsOrder(target, staging.folder, input.joined !== undefined),
  });
  const { fit, denoised: byVotes } = denoise(parts, input);
  const { collected, denoised, report: featureAware } = await readTexts({ ...input, collected: parts, denoised: byVotes, fit });
  const chosen = choose(collected, denoised, target.options);
  const exportPlan = planOf(input, chosen, fit, featureAware?.used === true);
  const names = exportFileNames(exportPlan);
  await checkPlace(input, names);
  const written = await writeFiles(staging, exportPlan, { ...input, collected, denoised, chosen });
  const { counts } = chosen;
  if (written !== counts.rows) throw new Error(`${written} rows were written where there are ${counts.rows}: nothing was exported.`);
  const { kinds, rows } = collected;
  const faults = [...collected.faults, ...collected.slices.flatMap(({ name, faults }) => faults.map((fault) => ({ lf: name, fault })))];
  const notAsked = plan.lfs.flatMap(({ name: lf }, j) => (parts.notAsked[j] ? [{ lf, rows: parts.notAsked[j] }] : []));
  const clarity = countClarity(kinds.index, denoised.patternLabel, kinds.gold);
  const files = await hashFiles(
    staging.files,
    names.map((name) => join(staging.files, name)),
  );
  const { badLines, problems } = dataset.info;
  const manifest = exportManifest({
    root,
    out,
    target,
    labels,
    inputs,
    files,
    fit,
    ...(featureAware ? { featureAware } : {}),
    counts,
    clarity,
    read: rows,
    faults,
    notAsked,
    badLines,
  });
  await staging.publish(names, `${JSON.stringify(manifest, null, 2)}\n`);
  const { splits: _splits, ...reported } = countRows(counts, labels);
  return {
    rows,
    ...reported,
    withoutLabel: countWithoutLabel(collected, denoised, chosen),
    leftOut: chosen.leftOut,
    faults,
    notAsked,
    badLines,
    problems: [
      ...problems,
      ...plan.problems,
      ...(staging.startedOver ? [startedOver(out)] : []),
      ...alikeRows(input),
      ...notAskedRows(notAsked, input),
      ...labelProblems(fit, parts.kinds, input),
      ...movedTooFar(featureAware, input),
    ],
    seconds: (performance.now() - startedMs) / 1000,
    files: names.map((name) => join(dirname(out), name)),
    manifest: manifestPath(out),
    resumedRows: collected.resumedRows,
  };
}

const startedOver = (file: string): Problem => ({
  file,
  severity: "info",
  message: "The inputs or the options have changed since the export was cut off, or what it had made was copied here, so it started over.",
});

function alikeRows({ dataset: { info }, project: { spec } }: ExportInput): Problem[] {
  if (spec.columns.id !== undefined || info.files.length < 2) return [];
  const message = `The column row counts from 0 in each of the ${info.files.length} data files, so several rows have the same number. Name an id column in lf.config.json to tell them apart.`;
  return [{ file: info.files[0]!, severity: "warning", message }];
}

function notAskedRows(notAsked: LabelReport["notAsked"], { plan }: ExportInput): Problem[] {
  return notAsked.flatMap(({ lf: name, rows }): Problem[] => {
    const lf = plan.lfs.find((one) => one.name === name)!;
    const message = `${name} abstains on ${counted(rows, "row")} that its model has not been asked about.`;
    return [{ file: lf.file, line: lf.line, column: lf.column, severity: "warning", message }];
  });
}

function labelProblems(fit: LabelFit, { index }: Applied["kinds"], { project: { spec } }: ExportInput): Problem[] {
  const notes = fitNotes(fit, index.table, spec.labels);
  return notes.map((message) => ({ file: join(spec.root, "lf.config.json"), severity: "warning", message }));
}

const checkPlace = ({ dataset, plan, request: { out, format, overwrite = false } }: LabelInput, names: readonly string[]): Promise<void> =>
  assertPlace({ out, names, isFolder: format === "huggingface", inputs: [...dataset.info.files, ...plan.watched], overwrite });

function denoise({ kinds }: Applied, { plan, request }: ExportInput): { fit: LabelFit; denoised: Denoised } {
  const { table } = kinds.index;
  const fit = fitAllRows({ ...kinds, names: plan.lfs.map(({ name }) => name), spec: request.labelModel });
  const { proba } = fit;
  const { lfs, labels, votes } = table;
  return { fit, denoised: { lfs, labels, votes, proba, patternLabel: fit.label, ...certaintyOf(proba, table) } };
}

function planOf(
  { project, plan, request, target, joined }: ExportInput,
  chosen: Chosen,
  { model }: LabelFit,
  byTexts: boolean,
): ExportPlan {
  const { columns, format, template, textColumn } = target;
  const textName = columns.find(({ source }) => source.of === "cell" && source.column === textColumn)?.name;
  return {
    name: basename(request.out),
    format,
    columns,
    splits: splitsWithRows(chosen.counts.bySplit),
    labelModel: byTexts ? `${model.title} and texts` : model.title,
    lfs: plan.lfs.map(({ name }) => name),
    labels: project.spec.labels,
    ...(template === undefined ? {} : { template }),
    ...(textName === undefined ? {} : { textColumn: textName }),
    ...(joined ? { joined } : {}),
  };
}

interface ReadTextsInput extends ExportInput {
  readonly collected: Applied;
  readonly denoised: Denoised;
  readonly fit: LabelFit;
}

/** The same labels, or, if that is wanted, those by votes and texts. */
async function readTexts({
  target,
  fit,
  ...input
}: ReadTextsInput): Promise<Pick<RefinedExport, "collected" | "denoised"> & Partial<Pick<RefinedExport, "report">>> {
  const { options, textColumn } = target;
  if (!options.featureAware || textColumn === undefined) return input;
  return refineExport({ ...input, tieBand: fit.tieBand, textColumn });
}

function movedTooFar(report: Manifest["featureAware"], { project: { spec } }: ExportInput): Problem[] {
  if (!report || report.used) return [];
  const message = `The texts were read, but the labels are by votes alone: with the texts ${(100 * report.moved).toFixed(0)} % of all labels would have gone to other labels, which is more than a better model changes.`;
  return [{ file: join(spec.root, "lf.config.json"), severity: "warning", message }];
}

interface WriteFilesInput extends ExportInput {
  readonly collected: Applied;
  readonly denoised: Denoised;
  readonly chosen: Chosen;
}

async function writeFiles(staging: Staging, plan: ExportPlan, input: WriteFilesInput): Promise<number> {
  const files = await createExportFiles(staging.files, plan);
  try {
    const written = await writeParts({ ...input, files });
    // What is copied from the data's files must be what the LFs have seen.
    if (input.joined) await input.dataset.assertUnchanged();
    await files.finish();
    if (input.joined) await input.dataset.assertUnchanged();
    return written;
  } finally {
    await files.close();
  }
}
