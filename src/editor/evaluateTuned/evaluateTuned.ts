import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { commands as vscodeCommands, Uri, type Disposable } from "vscode";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import type { Jobs } from "../../services/jobs/jobs";
import type { Session } from "../../services/session";
import { tunedMarkdown } from "../../services/tunedModel/tunedMarkdown";
import { commands } from "../ids";
import { register } from "../platform/commands";
import { maySend, whileAsking } from "../platform/askModels";
import { followTask } from "../platform/followTask";
import type { KeyRing } from "../platform/keyRing";
import { askForEvaluation, type AskedEvaluation } from "./evaluationDialog";

export interface EvaluateTunedTools {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly keys: KeyRing;
}

/** Sets a tuned model beside its base model on the same gold rows: choices, consent, questions, a report. */
export function registerEvaluateTuned(tools: EvaluateTunedTools): Disposable {
  return register(commands.evaluateTuned, "The tuned model was not evaluated", async (asked: Partial<AskedEvaluation> = {}) => {
    const choice = await askForEvaluation(tools.jobs, asked);
    if (choice) await evaluate(choice, tools);
  });
}

async function evaluate(asked: AskedEvaluation, { session, jobs, keys }: EvaluateTunedTools): Promise<void> {
  const { root, id, split, rows, choices } = asked;
  // Nothing is read in a workspace that is not trusted: it has no projects.
  if (!session.snapshot.projects.some((project) => project.root === root)) throw new Error("its project is not open.");
  const folder = await jobs.of(root);
  const gold = await followTask(session, root, "read", () => session.goldRows(root, { split, rows }));
  if (!gold) return;
  const plan = await folder.planEvaluation(id, gold, choices);
  if (!(await maySend(plan, folder, keys))) return;
  const evaluation = await whileAsking("Asking the base model and the tuned model", (hooks) =>
    folder.evaluate(plan, plan.summary.hash, hooks),
  );
  const job = jobs.views.find((one) => one.root === root && one.id === id);
  if (evaluation && job) await showReport(evaluation, job.folder, basename(root));
}

/** @param folder the job's own, where the figures are kept, too */
async function showReport(evaluation: TunedEvaluation, folder: string, project: string): Promise<void> {
  const file = join(folder, `evaluation-${evaluation.split}.md`);
  await writeFile(file, tunedMarkdown(evaluation, project));
  await vscodeCommands.executeCommand("markdown.showPreview", Uri.file(file));
}
