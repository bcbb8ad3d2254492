import { window } from "vscode";
import type { Split } from "../../core/data/cells";
import type { JobView } from "../../protocol/jobsPanel";
import { asksDeployments, trainsEndModel } from "../../services/jobs/providerChoices";
import type { EvaluationChoices, Jobs } from "../../services/jobs/jobs";
import { askForTokenPrice } from "../platform/askModels";
import { chooseOne, showInformation } from "../platform/dialogs";

/** What the user wants to be evaluated, on which rows. */
export interface AskedEvaluation {
  /** The project's folder. */
  readonly root: string;
  /** The job's. */
  readonly id: string;
  readonly split: Split;
  readonly rows: number | "all";
  readonly choices: EvaluationChoices;
}

/** Asks for what was not given. @returns undefined if the user went away */
export async function askForEvaluation(
  jobs: Jobs,
  { root, id, split, rows, choices }: Partial<AskedEvaluation>,
): Promise<AskedEvaluation | undefined> {
  const job = id === undefined ? await askForJob(jobs) : jobs.views.find((one) => one.root === root && one.id === id);
  if (!job) return undefined;
  const on = split ?? (await askForSplit());
  if (!on) return undefined;
  const most = rows ?? (await askForRows());
  if (most === undefined) return undefined;
  const given = choices ?? (split === undefined ? await askForChoices(job) : {});
  return given && { root: job.root, id: job.id, split: on, rows: most, choices: given };
}

async function askForJob({ views }: Jobs): Promise<JobView | undefined> {
  const jobs = views.filter(({ actions }) => actions.includes("evaluate"));
  if (jobs.length === 0) {
    const local = views.some(({ provider, tunedModel }) => trainsEndModel(provider) && tunedModel !== undefined);
    void showInformation(
      `There is no fine-tune job with a model that can be evaluated yet.${local ? " Models trained on this machine do not answer prompts: see the validation figures in the job panel, or run Train End Model to measure one on your gold." : ""}`,
    );
    return undefined;
  }
  const items = jobs.map((job) => ({ label: job.suffix ?? job.baseModel, description: job.providerTitle, detail: job.id, job }));
  return (await chooseOne(items, { title: "Evaluate the tuned model of job", matchOnDetail: true }))?.job;
}

async function askForSplit(): Promise<Split | undefined> {
  const items: { label: Split; description: string }[] = [
    { label: "test", description: "never used for training by LF Lens" },
    { label: "dev", description: "may have been used for validation" },
    { label: "train", description: "may have been used for training" },
  ];
  return (await chooseOne(items, { title: "Evaluate Tuned Model: split" }))?.label;
}

async function askForRows(): Promise<number | "all" | undefined> {
  const text = await window.showInputBox({
    ignoreFocusOut: true,
    title: "Evaluate Tuned Model: number of rows",
    prompt:
      'Maximum number of gold rows, or "all". Each row is sent to both models. Answers are kept, so a larger number later only sends the additional rows.',
    value: "200",
    validateInput: (value) =>
      value.trim() === "all" || /^[1-9]\d*$/.test(value.trim()) ? undefined : "Enter a whole number above 0, or all.",
  });
  if (text === undefined) return undefined;
  return text.trim() === "all" ? "all" : Number(text);
}

async function askForChoices(job: JobView): Promise<EvaluationChoices | undefined> {
  const names = asksDeployments(job.provider) ? await askForDeployments(job) : {};
  const basePrice = names && (await askForTokenPrice("Evaluate Tuned Model: token prices of the base model"));
  const tunedPrice = basePrice && (await askForTokenPrice("Evaluate Tuned Model: token prices of the tuned model"));
  if (!names || !basePrice || !tunedPrice) return undefined;
  return {
    ...names,
    ...(basePrice === "unknown" ? {} : { basePrice }),
    ...(tunedPrice === "unknown" ? {} : { tunedPrice }),
  };
}

/** Where a model answers by the name of its deployment. */
async function askForDeployments({ baseModel, tunedModel = "" }: JobView): Promise<EvaluationChoices | undefined> {
  const ask = (what: string, value: string): Thenable<string | undefined> =>
    window.showInputBox({ ignoreFocusOut: true, title: `Evaluate Tuned Model: deployment of the ${what} model`, value });
  const base = await ask("base", baseModel);
  const tuned = base === undefined ? undefined : await ask("tuned", tunedModel);
  return base === undefined || tuned === undefined ? undefined : { base, tuned };
}
