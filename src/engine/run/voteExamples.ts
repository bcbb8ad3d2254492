import type { EngineApi, Example, ExampleVote } from "../../protocol/engine";
import type { LfRunner } from "./lfRunner";
import type { LoadedLf, LoadedPlan } from "../realm/lfFiles";
import type { OpenProject } from "./openProject";
import { rowObjects } from "../realm/rowObjects";
import { onAllRows } from "../stoppedCode";

export interface VoteInput {
  readonly project: OpenProject;
  readonly plan: LoadedPlan;
  readonly examples: readonly Example[];
  readonly runner: LfRunner;
}

/** Asks LFs for their votes on single rows, which need not be in the sample. One answer for each example, in their order. */
export async function voteExamples(input: VoteInput): ReturnType<EngineApi["vote"]> {
  const lfs = new Map(input.plan.lfs.map((lf) => [lf.name, lf]));
  const votes: ExampleVote[] = [];
  for (const example of input.examples) {
    const lf = lfs.get(example.lf);
    votes.push(lf ? await voteOn(input, lf, example) : { fault: { message: whyMissing(input.plan, example.lf), rows: 1 } });
  }
  return votes;
}

async function voteOn({ project, runner }: VoteInput, lf: LoadedLf, { cells }: Example): Promise<ExampleVote> {
  if (lf.stop) return { fault: onAllRows(lf.stop, 1) };
  const columns = new Map(Object.entries(cells).map(([name, cell]) => [name, [cell]]));
  const log = runner.newLog(project, lf);
  const { votes } = await runner.run(project, lf, { rows: rowObjects({ rows: 1, columns }, project.spec.columns.gold), firstRow: 0, log });
  const [fault] = log.faults();
  const label = project.spec.labels[votes[0]!];
  return { ...(fault ? { fault } : {}), ...(label === undefined ? {} : { label }) };
}

const whyMissing = ({ problems, brokenFiles }: LoadedPlan, name: string): string => {
  const broken = problems.find(({ file, severity }) => severity === "error" && brokenFiles.includes(file));
  return broken ? `No LF "${name}" could be loaded: ${broken.message}` : `There is no LF "${name}".`;
};
