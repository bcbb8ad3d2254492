import { window } from "vscode";
import type { Proposal } from "../../services/jobs/jobs";
import { counted } from "../../services/wording";

/** Shows what leaves the machine, to whom, and what it costs. True only if the user says yes to just that. */
export async function askConsent({ files, summary }: Proposal, host: string | undefined): Promise<boolean> {
  const examples = counted(files.training.examples + (files.validation?.examples ?? 0), "example");
  const [question, yes] =
    host === undefined ? [`Train on ${examples}?`, "Train"] : [`Send ${examples} to ${host} and start the job?`, "Send and Start"];
  return (await window.showWarningMessage(question, { modal: true, detail: summary.text }, yes)) === yes;
}
