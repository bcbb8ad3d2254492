import { ViewColumn, type Disposable } from "vscode";
import type { JobView } from "../../protocol/jobsPanel";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { trainsEndModel } from "../../services/jobs/providerChoices";
import type { JobName } from "../../services/jobs/jobActions";
import type { Jobs } from "../../services/jobs/jobs";
import { checkModelName } from "../../services/modelVotes/checkModelName";
import { modelFolder } from "../../services/modelVotes/modelFolder";
import { votesSentences } from "../../services/modelVotes/votesText";
import type { Session } from "../../services/session";
import { writeTunedLf } from "../../services/tunedModel/writeTunedLf";
import { commands } from "../ids";
import { register } from "../platform/commands";
import { maySend, whileAsking } from "../platform/askModels";
import { openPlace } from "../platform/documents";
import { followTask } from "../platform/followTask";
import type { KeyRing } from "../platform/keyRing";
import { idColumnOf } from "./lfDialog";
import { askForTunedLf, chooseTunedJob, type TunedLfChoices } from "./tunedLfDialog";
import { writePredictedLf } from "./useAsLf";
import { showInformation } from "../platform/dialogs";

export interface UseTunedTools {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly keys: KeyRing;
}

interface Asked extends Partial<JobName> {
  readonly choices?: TunedLfChoices;
}

/** Makes a job's model one more LF: choices, consent, questions, a file with the votes and one with the LF. */
export function registerUseTunedAsLf(tools: UseTunedTools): Disposable {
  return register(
    commands.useTunedAsLf,
    "The tuned model could not be added as an LF",
    async ({ root, id, choices: given }: Asked = {}) => {
      const job = id === undefined ? await chooseTunedJob(tools.jobs) : tools.jobs.views.find((one) => one.root === root && one.id === id);
      if (!job) return;
      if (job.notAgreed)
        throw new Error(`job ${job.id} has not been agreed to on this machine. Review it in the Fine-Tune Jobs view first.`);
      // Nothing is read in a workspace that is not trusted: it has no projects.
      const project = tools.session.snapshot.projects.find((one) => one.root === job.root);
      if (!project) throw new Error("its project is not open.");
      // Nobody pays for votes that could not be kept.
      idColumnOf(project);
      await modelFolder(job.root);
      const choices = given ?? (await askForTunedLf(job, project));
      if (!choices) return;
      await checkModelName({ root: job.root, name: choices.name, job: job.id });
      await (trainsEndModel(job.provider) ? useLocal(job, project, choices, tools) : useAsked(job, project, choices, tools));
    },
  );
}

/** A model trained on this machine predicts; nobody is asked. */
async function useLocal(
  { id, tunedModel }: JobView,
  project: ProjectSnapshot,
  { name, threshold = 0 }: TunedLfChoices,
  { session }: UseTunedTools,
): Promise<void> {
  if (tunedModel === undefined) throw new Error(`job ${id} has no model.`);
  const madeFrom = `Votes of the model of job ${id}, trained on this machine.`;
  await writePredictedLf(session, project, { name, threshold, madeFrom, model: tunedModel });
}

async function useAsked(
  { root, id }: JobView,
  project: ProjectSnapshot,
  { name, rows, model, price }: TunedLfChoices,
  { session, jobs, keys }: UseTunedTools,
): Promise<void> {
  const folder = await jobs.of(root);
  const how = { ...(model === undefined ? {} : { model }), ...(price ? { price } : {}) };
  const read = await followTask(session, root, "read", () => session.voteRows(root, rows));
  if (!read) return;
  const plan = await folder.planVotes(id, read, how);
  if (!(await maySend(plan, folder, keys))) return;
  const votes = await whileAsking("Asking the tuned model", (hooks) => folder.askForVotes(plan, plan.summary.hash, hooks));
  if (!votes) return;
  const written = await writeTunedLf({ root, name, idColumn: idColumnOf(project), labels: project.labels }, votes);
  await openPlace(written.file, undefined, undefined, ViewColumn.One);
  void showInformation(votesSentences(name, written.made, written, votes).join(" "));
}
