import { existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { DatasetInfo, LfResult, ProjectSpec } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { ProjectConfig } from "../config/schema";
import { findLfFiles } from "../project/lfFiles";
import type { ProjectPorts } from "../project/ports";
import { analysisInput, type ProjectState } from "../project/state";
import { counted } from "../../core/data/numberText";
import { faultedRows } from "../reports/wording";
import type { Baseline } from "../project/state";
import { checkOut } from "./checkout";
import { changedSince, findRevision, revisionTitle } from "./git";
import { runElsewhere, type ElsewhereRun } from "./runElsewhere";

/** A finished run of a project, and all that another version's run can take from it. */
export interface FinishedRun {
  readonly state: ProjectState;
  readonly spec: ProjectSpec;
  readonly config: ProjectConfig;
  readonly info: DatasetInfo;
  /** What ran. */
  readonly files: readonly SourceFile[];
  /** Every file whose change starts a run. */
  readonly watched: Iterable<string>;
  readonly results: ReadonlyMap<string, LfResult>;
}

type Ports = Pick<ProjectPorts, "engine" | "analyst" | "log">;

/** Runs the LF files as the disk holds them, without what is not saved. Rejects when `signal` ends it. */
export async function savedBaseline(ports: Ports, run: FinishedRun, signal: AbortSignal): Promise<Baseline> {
  const files = run.files.flatMap(({ path }) => (existsSync(path) ? [{ path }] : []));
  const ran = await runElsewhere({ ...engineOf(ports), signal, spec: run.spec, files, known: run.results });
  return baselineOf(ports, run, ran, { title: SAVED_TITLE, notes: [], signal });
}

export const SAVED_TITLE = "the last saved version";

/**
 * Runs the LF files as they were in a git revision, on the rows and with the current config.
 * @throws Error in plain words: no repository, no such revision, or the data changed meanwhile
 */
export async function revisionBaseline(ports: Ports, run: FinishedRun, name: string, signal: AbortSignal): Promise<Baseline> {
  const { spec, config } = run;
  const revision = await findRevision(spec.root, name);
  const title = revisionTitle(revision);
  const checkout = await checkOut(spec.root, revision, [...run.watched]);
  try {
    const { files: paths } = await findLfFiles(checkout.root, config.functions, spec.boundary && checkout.root);
    const files = paths.map((path) => ({ path }));
    const ran = await runElsewhere({ ...engineOf(ports), signal, spec, files, known: run.results });
    const changed = await changedSince(revision, [join(spec.root, CONFIG_NAME), ...run.info.files]);
    return await baselineOf(ports, run, ran, {
      title,
      signal,
      notes: [
        ...changed.map((file) => `${relative(spec.root, file)} changed since ${title}: both versions run ${sharedPart(file)}.`),
        ...(paths.length === 0 ? [`${title} has no LF files here.`] : []),
        ...brokenNotes(ran, title, checkout.root),
      ],
    });
  } finally {
    await checkout.remove();
  }
}

const CONFIG_NAME = "lf.config.json";

const sharedPart = (file: string): string => (basename(file) === CONFIG_NAME ? "with the current config" : "on the current rows");

const engineOf = ({ engine, log }: Ports): { startEngine: Ports["engine"]; log: Ports["log"] } => ({ startEngine: engine, log });

/** What does not run, or faults, in the other version, by file. */
function brokenNotes({ plan, lfs }: ElsewhereRun, title: string, root: string): string[] {
  const broken = plan.problems.filter(({ severity }) => severity === "error");
  return [
    ...broken.map(({ file, line, message }) => `In ${title}, ${relative(root, file)}${line === undefined ? "" : `:${line}`}: ${message}`),
    ...lfs.flatMap(({ site, result }) => {
      const rows = faultedRows({ faults: result?.faults ?? [] });
      return rows === 0 ? [] : [`In ${title}, ${site.name} faults on ${counted(rows, "row")}: ${result?.faults[0]?.message ?? ""}`];
    }),
  ];
}

async function baselineOf(
  { analyst }: Ports,
  { state, config, info }: FinishedRun,
  { fingerprint, lfs }: ElsewhereRun,
  { signal, ...told }: Pick<Baseline, "title" | "notes"> & { readonly signal: AbortSignal },
): Promise<Baseline> {
  signal.throwIfAborted();
  if (fingerprint !== info.fingerprint) throw new Error("The data changed while the baseline was run.");
  const project = `${state.root}\0baseline`;
  const analysis = await analyst.analyse({ ...analysisInput({ ...state, lfs }, info, config), project });
  analyst.forget(project);
  return { ...told, lfs, analysis };
}
