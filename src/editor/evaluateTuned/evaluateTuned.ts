import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commands as vscodeCommands, ProgressLocation, Uri, window, type Disposable } from "vscode";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import type { EvaluationPlan, GoldRows, Jobs } from "../../services/jobs/jobs";
import type { Session } from "../../services/session";
import type { GoldRequest } from "../../services/tunedModel/goldRows";
import { tunedMarkdown } from "../../services/tunedModel/tunedMarkdown";
import { counted } from "../../services/wording";
import { commands } from "../ids";
import type { KeyRing } from "../platform/keyRing";
import { askForEvaluation, type AskedEvaluation } from "./evaluationDialog";

export interface EvaluateTunedTools {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly keys: KeyRing;
  readonly goldRows: (request: GoldRequest) => Promise<GoldRows>;
}

/** Sets a tuned model beside its base model on the same gold rows: choices, consent, questions, a report. */
export function registerEvaluateTuned(tools: EvaluateTunedTools): Disposable {
  return vscodeCommands.registerCommand(commands.evaluateTuned, async (asked: Partial<AskedEvaluation> = {}) => {
    try {
      const choice = await askForEvaluation(tools.jobs, asked);
      if (choice) await evaluate(choice, tools);
    } catch (error) {
      void window.showErrorMessage(`The tuned model was not evaluated: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

async function evaluate(asked: AskedEvaluation, { session, jobs, keys, goldRows }: EvaluateTunedTools): Promise<void> {
  const { root, id, split, rows, choices } = asked;
  // Nothing is read in a workspace that is not trusted: it has no projects.
  if (!session.snapshot.projects.some((project) => project.root === root)) throw new Error("its project is not open.");
  const folder = await jobs.of(root);
  const plan = await window.withProgress({ location: ProgressLocation.Notification, title: "Reading rows with gold" }, async () =>
    folder.planEvaluation(id, await goldRows({ root, split, ...(rows === "all" ? {} : { rows }) }), choices),
  );
  if (plan.open > 0) {
    const secret = folder.offer(plan.job.ticket.provider).secret;
    if (secret?.required === true && (await keys.get(secret.name)) === undefined)
      if (!(await vscodeCommands.executeCommand<boolean>(commands.setKey, secret.name))) return;
    if (!(await isAgreed(plan))) return void window.showInformationMessage("Nothing was sent.");
  }
  const evaluation = await whileAsking((hooks) => folder.evaluate(plan, plan.summary.hash, hooks));
  const job = jobs.views.find((one) => one.root === root && one.id === id);
  if (evaluation && job) await showReport(evaluation, job.folder);
}

/** True only if the user says yes to just what would be sent. */
async function isAgreed({ open, host, summary }: EvaluationPlan): Promise<boolean> {
  const yes = "Send";
  const question = `Send ${counted(open, "prompt")}${host === undefined ? "" : ` to ${host}`}?`;
  return (await window.showWarningMessage(question, { modal: true, detail: summary.text }, yes)) === yes;
}

interface Hooks {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly onWait: (ms: number, problem: string) => void;
}

/** Shows how far it is, and lets the user end it; undefined then. */
function whileAsking(ask: (hooks: Hooks) => Promise<TunedEvaluation>): Thenable<TunedEvaluation | undefined> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title: "Asking base model and tuned model" };
  return window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort(new Error("Cancelled.")));
    try {
      return await ask({
        signal: stop.signal,
        onProgress: (done, total) => progress.report({ message: `${done} of ${total}`, increment: 100 / total }),
        onWait: (ms, problem) => progress.report({ message: `${problem} (in ${Math.ceil(ms / 1000)} s)` }),
      });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      void window.showInformationMessage("Cancelled. Answers so far are kept: the next evaluation asks only what is missing.");
      return undefined;
    }
  });
}

/** @param folder the job's own, where the figures are kept, too */
async function showReport(evaluation: TunedEvaluation, folder: string): Promise<void> {
  const file = join(folder, `evaluation-${evaluation.split}.md`);
  await writeFile(file, tunedMarkdown(evaluation));
  await vscodeCommands.executeCommand("markdown.showPreview", Uri.file(file));
}
