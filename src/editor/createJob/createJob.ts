import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Disposable, languages, ProgressLocation, window, type DiagnosticCollection, type Memento } from "vscode";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { exampleOptions, notUsedText, providerOf, ticketOf, type JobChoices } from "../../services/jobs/jobChoices";
import type { JobFolder, Jobs, Proposal, TicketInput } from "../../services/jobs/jobs";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { register, run as runCommand } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { markProblems } from "../platform/diagnostic";
import type { KeyRing } from "../platform/keyRing";
import { runExport } from "../platform/runExport";
import { askConsent } from "./consent";
import { askForJob } from "./jobDialog";
import { tellErrors } from "./jobProblems";
import { showInformation } from "../platform/dialogs";

export interface CreateJobTools {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly keys: KeyRing;
  readonly memory: Memento;
  /** Absolute path of a folder of the workspace's own, where examples are written before they are agreed to. */
  readonly storage: string;
}

/** Makes a fine-tune job: choices, export, checks, consent; only then the first request. */
export function registerCreateJob(tools: CreateJobTools): Disposable {
  const marks = languages.createDiagnosticCollection("LF Lens jobs");
  return Disposable.from(
    marks,
    register(commands.createJob, "No job was created and nothing was sent", async (asked = {}) => {
      const project = await chooseProject(tools.session, "Fine-tune on the denoised labels of", asked.root);
      if (!project) return;
      marks.clear();
      await createJob(project, asked.choices, marks, tools);
    }),
  );
}

async function createJob(
  project: ProjectSnapshot,
  given: JobChoices | undefined,
  marks: DiagnosticCollection,
  tools: CreateJobTools,
): Promise<void> {
  const folder = await tools.jobs.of(project.root);
  const choices = given ?? (await askForJob(project, folder, tools.memory));
  if (!choices) return;
  const { refusal, secret, host } = folder.offer(providerOf(choices, project.root));
  if (refusal !== undefined) throw new Error(refusal);
  if (secret?.required === true && !(await tools.keys.has(secret.name))) if (!(await runCommand(commands.setKey, secret.name))) return;
  const report = await exportExamples(project, choices, tools);
  if (!report) return;
  const proposal = await checkedProposal(folder, ticketOf(choices, project.root, report.files, notUsedText(report)), marks);
  if (!proposal) return;
  if (await askConsent(proposal, host)) {
    const id = await folder.start(proposal, proposal.summary.hash);
    await runCommand(commands.openJob, { root: project.root, id });
  } else void showInformation("No job was created and nothing was sent.");
  marks.clear();
  await rm(examplesFolder(tools), { recursive: true, force: true });
}

const examplesFolder = ({ storage }: CreateJobTools): string => join(storage, "examples");

/** @returns what was written, the files of training and maybe validation examples; undefined if the user cancelled */
async function exportExamples(project: ProjectSnapshot, choices: JobChoices, tools: CreateJobTools): Promise<LabelReport | undefined> {
  const folder = examplesFolder(tools);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const options = exampleOptions(project, choices);
  return runExport(tools.session, project, { out: join(folder, "training.jsonl"), format: "chat", options });
}

/** Checks examples, which takes long where they are long: it says how far it is and can be cancelled. @returns undefined then */
function propose(folder: JobFolder, ticket: TicketInput): Thenable<Proposal | undefined> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title: "Checking the examples" };
  return window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let share = 0;
    const onProgress = (done: number, total: number): void => {
      const percent = Math.floor((100 * done) / total);
      progress.report({ message: `${percent}% of the text`, increment: percent - share });
      share = percent;
    };
    try {
      return await folder.propose(ticket, { signal: stop.signal, onProgress });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      return undefined;
    }
  });
}

/** What can be agreed to; its warnings are marked. Undefined if there are errors, which are marked and told, or if the user cancelled. */
async function checkedProposal(folder: JobFolder, ticket: TicketInput, marks: DiagnosticCollection): Promise<Proposal | undefined> {
  const isWrong = ({ problems }: Proposal): boolean => problems.some(({ severity }) => severity === "error");
  const proposal = await propose(folder, ticket);
  if (!proposal) return undefined;
  markProblems(marks, proposal.problems);
  if (!isWrong(proposal)) return proposal;
  const allowed = await propose(folder, { ...ticket, allowSecrets: true });
  if (!allowed) return undefined;
  const errors = proposal.problems.filter(({ severity }) => severity === "error");
  return (await tellErrors(errors, !isWrong(allowed))) ? allowed : undefined;
}
