import { rowsToAsk } from "../../core/rows/rowsToAsk";
import { seededRandom } from "../../core/math/random";
import type { AskingLf, Endpoints, OpenQuestions, PromptQuestion } from "../../protocol/asking";
import type { DatasetInfo } from "../../protocol/engine";
import type { Engine } from "../project/ports";
import type { ProjectState } from "../project/state";
import type { LongWork } from "../tasks/longWork";
import { onAllRows } from "../tasks/longWork";
import type { Task } from "../tasks/tasks";

/** Which prompts are to be asked about which rows. */
export interface AskRequest {
  /** An LF's name; all with prompts if absent. */
  readonly lf?: string;
  /** So many rows of the sample, those first that decide most; or all rows of the data. */
  readonly rows: number | "all";
}

/** Rows of the sample that are asked about unless said otherwise. */
export const FIRST_ROWS = 200;

/** What would be asked: nothing has been sent. */
export interface AskPlan extends OpenQuestions {
  readonly root: string;
  readonly endpoints: Endpoints;
  /** In US dollars. */
  readonly budget: { readonly project?: number; readonly daily?: number };
}

/** Finds out what prompts would ask; a task. Rejects with a plain message, also if no LF asks a model. */
export async function planAsking(work: LongWork, request: AskRequest): Promise<AskPlan> {
  const { tasks, state, ready } = work;
  const { config, spec } = ready();
  const title = `Questions of ${state().name}`;
  const found = await tasks.run({ kind: "ask", title, unit: "rows", excludes: ["ask"] }, async (task) => {
    await work.settle();
    return collect(work, task, request);
  });
  if (found.lfs.length === 0) throw new Error(noPrompt(request.lf, state()));
  return { ...found, root: work.root, endpoints: spec.prompts?.endpoints ?? {}, budget: config.budget ?? {} };
}

async function collect(work: LongWork, task: Task, { lf, rows }: AskRequest): Promise<OpenQuestions> {
  const files = await work.sources();
  const which = { files, ...(lf === undefined ? {} : { lfs: [lf] }) };
  if (rows === "all") return onAllRows(work, task, (engine: Engine) => engine.questions({ ...which, rows: "all" }));
  const { info } = work.state();
  return work.engine.questions({ ...which, rows: [...firstRows(work.state(), info!, rows)] });
}

/** The same order whenever the other LFs vote the same, so that asking about more rows asks about those before, too. */
function firstRows({ lfs }: ProjectState, { sample }: DatasetInfo, count: number): Uint32Array {
  const columns = lfs.flatMap(({ result }) => (result && !result.asked ? [result.votes] : []));
  return rowsToAsk({ rows: sample.rows, columns, gold: sample.gold }, seededRandom(7)).subarray(0, count);
}

function noPrompt(lf: string | undefined, { lfs }: ProjectState): string {
  if (lf === undefined) return "No LF asks a model. Write one with prompt({ endpoint, template, ... }).";
  if (!lfs.some(({ site }) => site.name === lf)) return `There is no LF "${lf}".`;
  return `${lf} asks no model about these rows.`;
}

/** Rows of an LF with an answer, once these questions have one. */
export const answeredRows = ({ answered, open }: AskingLf, questions: readonly PromptQuestion[], has: (hash: string) => boolean): number =>
  open.reduce((sum, place) => sum + (has(questions[place]!.hash) ? 1 : 0), answered);
