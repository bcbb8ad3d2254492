import { window } from "vscode";
import type { JobView } from "../../protocol/jobsPanel";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { asksDeployments, trainsEndModel } from "../../services/jobs/providerChoices";
import type { Jobs, VoteChoices } from "../../services/jobs/jobs";
import { proposedName } from "../../services/modelVotes/writeModelLf";
import type { VotedRows } from "../../services/tunedModel/voteRows";
import { counted } from "../../core/data/numberText";
import { askForTokenPrice } from "../platform/askModels";
import { askForLfName, askForThreshold } from "./lfDialog";
import { chooseOne, showInformation } from "../platform/dialogs";

/** How a job's model becomes an LF. */
export interface TunedLfChoices extends VoteChoices {
  /** The LF's name. */
  readonly name: string;
  readonly rows: VotedRows;
  /** Of a model trained on this machine: the least probability to vote with, 0..1. */
  readonly threshold?: number;
}

const TITLE = "Use Tuned Model as LF";

export async function chooseTunedJob({ views }: Jobs): Promise<JobView | undefined> {
  const jobs = views.filter(({ actions }) => actions.includes("useAsLf"));
  if (jobs.length === 0) {
    void showInformation("There is no fine-tune job with a finished model yet.");
    return undefined;
  }
  const items = jobs.map((job) => ({ label: job.suffix ?? job.baseModel, description: job.providerTitle, detail: job.id, job }));
  return (await chooseOne(items, { title: "Tuned model to use as an LF", matchOnDetail: true }))?.job;
}

/** Asks for all that a job's model needs to become an LF. @returns undefined if the user went away */
export async function askForTunedLf(job: JobView, project: ProjectSnapshot): Promise<TunedLfChoices | undefined> {
  const name = await askForLfName(TITLE, proposedName(job.suffix), project);
  if (name === undefined) return undefined;
  if (trainsEndModel(job.provider)) {
    const threshold = await askForThreshold(TITLE);
    return threshold === undefined ? undefined : { name, rows: "all", threshold };
  }
  const rows = await askForRows(project);
  const model = rows === undefined ? undefined : await askForModel(job);
  const price = model === undefined ? undefined : await askForTokenPrice(`${TITLE}: token prices`);
  if (rows === undefined || model === undefined || price === undefined) return undefined;
  return { name, rows, model, ...(price === "unknown" ? {} : { price }) };
}

const FIRST_LOOK = 100;

async function askForRows({ data }: ProjectSnapshot): Promise<VotedRows | undefined> {
  const items: { label: string; description: string; rows: VotedRows }[] = [
    { label: "The sample", description: "the rows shown in the editor, without test rows", rows: "sample" },
    { label: `${FIRST_LOOK} rows of the sample`, description: "a first look; answers are kept", rows: FIRST_LOOK },
    { label: "All rows", description: data ? counted(data.rows, "row") : "", rows: "all" },
  ];
  return (await chooseOne(items, { title: `${TITLE}: rows to send` }))?.rows;
}

/** At some services a model answers by the name of its deployment. */
const askForModel = async ({ provider, tunedModel = "" }: JobView): Promise<string | undefined> =>
  asksDeployments(provider)
    ? window.showInputBox({ ignoreFocusOut: true, title: `${TITLE}: deployment of the model`, value: tunedModel })
    : tunedModel;
