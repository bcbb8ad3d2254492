import type { EngineEvents, LfResult, ProjectSpec, RunPlan } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { ProjectPorts } from "../project/ports";
import { knownVersions } from "../project/results";
import type { LfEntry } from "../project/state";

export interface ElsewhereInput {
  readonly startEngine: ProjectPorts["engine"];
  readonly log: EngineEvents["log"];
  readonly spec: ProjectSpec;
  /** They may stand elsewhere than the project, whose data they run on. */
  readonly files: readonly SourceFile[];
  /** Results that are known already, by key: of code that is the same in both versions. */
  readonly known: ReadonlyMap<string, LfResult>;
  readonly signal: AbortSignal;
}

export interface ElsewhereRun {
  /** Changes when the data did. */
  readonly fingerprint: string;
  readonly plan: RunPlan;
  readonly lfs: readonly LfEntry[];
}

/** Runs another version of a project's LFs in an engine of its own, which ends with it: the project's own engine is not disturbed. */
export async function runElsewhere({ startEngine, log, spec, files, known, signal }: ElsewhereInput): Promise<ElsewhereRun> {
  const results = new Map(known);
  let plan: RunPlan | undefined;
  const engine = startEngine({
    progress: () => {},
    planned: (planned) => (plan = planned),
    lfStarted: () => {},
    lfDone: ({ run: _run, ...result }) => void results.set(result.key, result),
    log,
  });
  signal.addEventListener("abort", () => void engine.dispose());
  try {
    signal.throwIfAborted();
    const { fingerprint } = await engine.open(spec);
    await engine.run({ run: 1, files, known: knownVersions(known.values()), withoutSlices: true });
    if (!plan) throw new Error("No LFs were found.");
    const lfs = plan.lfs.map((site): LfEntry => {
      const result = results.get(site.key);
      return { site, stale: false, ...(result === undefined ? {} : { result }) };
    });
    return { fingerprint, plan, lfs };
  } finally {
    await engine.dispose();
  }
}
