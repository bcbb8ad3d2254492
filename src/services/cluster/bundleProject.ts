import { existsSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../../core/data/numberText";
import type { ClusterJob } from "../../cluster/clusterJob";
import type { Compilation } from "../../engine/bundle";
import type { ProjectSpec } from "../../protocol/engine";
import { labelModelSpec } from "../config/spec";
import { onAllRows, type LongWork } from "../tasks/longWork";
import { keptFiles } from "./keptFiles";
import { portable } from "./portable";
import { annotatorRefusals, refusals } from "./refusals";
import { JOB_FILES, writeJob, type WrittenJob } from "./writeJob";

export interface BundleRequest {
  readonly target: "spark";
  /** Absolute path of a folder. */
  readonly out: string;
  /** "frozen": the label model as fitted here on all rows; "fit": the cluster fits it to its own. */
  readonly model: "frozen" | "fit";
  /** Replace the files of an earlier bundle in that folder. */
  readonly overwrite?: boolean;
}

export interface BundleReport extends WrittenJob {
  readonly target: BundleRequest["target"];
  readonly model: BundleRequest["model"];
  readonly lfs: readonly string[];
  readonly labels: readonly string[];
}

/**
 * Writes a folder with which a cluster runs the project's LFs; a task.
 * @param programs the folder with what the cluster runs
 * @throws Error in plain words, before anything is written, where an LF cannot go or a file is in the way
 */
export function bundleProject(work: LongWork, programs: string, request: BundleRequest): Promise<BundleReport> {
  const { target, model, out } = request;
  const title = `${work.state().name} for a cluster`;
  return work.tasks.run({ kind: "bundle", title, unit: "rows", bars: model === "frozen" ? 1 : 0, excludes: ["bundle"] }, async (task) => {
    await work.settle();
    task.signal.throwIfAborted();
    const { spec } = work.ready();
    const compilation = await work.engine.compile(await work.sources());
    const refused = [...refusals(work.state(), compilation), ...annotatorRefusals(spec.gold?.voters)];
    if (refused.length > 0)
      throw new Error(`Nothing was written: ${counted(refused.length, "thing")} cannot go to a cluster.\n${refused.join("\n")}`);
    const job = await clusterJob(work, task, compilation, request);
    task.signal.throwIfAborted();
    const { root } = spec;
    const kept = await keptFiles(compilation);
    const project = work.state().name;
    const written = await writeJob({ out, programs, root, job, kept, project, ...boundaryOf(spec), overwrite: request.overwrite ?? false });
    return { target, model, ...written, lfs: job.lfs.map(({ name }) => name), labels: job.labels };
  });
}

/** The files of a job that are in a folder already. */
export const existingFiles = (out: string): readonly string[] => JOB_FILES.filter((name) => existsSync(join(out, name)));

const boundaryOf = ({ boundary }: ProjectSpec): { boundary?: string } => (boundary === undefined ? {} : { boundary });

async function clusterJob(
  work: LongWork,
  task: Parameters<typeof onAllRows>[1],
  compilation: Compilation,
  { model }: BundleRequest,
): Promise<ClusterJob> {
  const { config, spec } = work.ready();
  const { info, lfs, judgements } = work.state();
  const labelModel = labelModelSpec(config);
  const measured =
    model === "frozen"
      ? await onAllRows(work, task, async (engine) => engine.measure({ labelModel, files: await work.sources() }))
      : undefined;
  const sites = measured?.lfs ?? lfs.map(({ site }) => site);
  const { goldMap } = info!;
  return portable(spec.root, {
    labels: spec.labels,
    roles: { ...spec.columns, ...(goldMap ? { goldMap } : {}) },
    columns: info!.columns,
    compilation,
    lfs: sites.map(({ name, key, file, line, column, endLine }) => ({ name, key, file, line, column, endLine })),
    limits: spec.limits,
    labelModel,
    ...(measured ? { frozen: measured.frozen } : {}),
    splits: splitsOf(spec),
    ...(judgements && judgements.labels.size > 0 ? { judged: { labels: judgements.labels, wins: spec.gold?.wins ?? "judgements" } } : {}),
  });
}

function splitsOf({ sample: { split } }: ProjectSpec): ClusterJob["splits"] {
  if (split === "all") return ["train", "dev", "test"];
  return split === undefined ? ["train", "dev"] : [split];
}
