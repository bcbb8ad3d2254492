import type { Proposal } from "../../services/jobs/jobs";
import { counted, wholeNumber } from "../../core/data/numberText";
import { showInformation, showWarning } from "../platform/dialogs";

/** Shows what leaves the machine, to whom, and what it costs; a warning where anything does. True only if the user says yes to just that. */
export async function askConsent({ files, summary }: Proposal, host: string | undefined): Promise<boolean> {
  const [question, yes] = questionOf(files, host);
  const ask = host === undefined ? showInformation : showWarning;
  return (await ask(question, { modal: true, detail: summary.text }, yes)) === yes;
}

function questionOf({ training, validation }: Proposal["files"], host: string | undefined): readonly [question: string, yes: string] {
  if (host !== undefined) {
    const examples = counted(training.examples + (validation?.examples ?? 0), "example");
    return [`Send ${examples} to ${host} and start the job?`, "Send and Start"];
  }
  const checked = validation ? ` and validate on ${wholeNumber(validation.examples)}` : "";
  return [`Train on ${counted(training.examples, "example")}${checked}?`, "Train"];
}
