import type { JobName } from "../../services/jobs/jobActions";
import type { Jobs } from "../../services/jobs/jobs";
import { showWarning } from "../platform/dialogs";

/** Shows what a job that came with its folder would do, and takes it on if the user says yes to just that. */
export async function agreeToJob(jobs: Jobs, { root, id }: JobName): Promise<void> {
  const folder = await jobs.of(root);
  const request = await folder.readAgreement(id);
  const { summary, host, proposal } = request;
  const errors = proposal?.problems.filter(({ severity }) => severity === "error") ?? [];
  if (errors.length > 0) throw new Error(`Job ${id} cannot be agreed to: ${errors[0]!.message}`);
  const yes = proposal ? (host === undefined ? "Agree and Run" : "Agree and Send") : "Agree";
  const question = `Agree to job ${id}?`;
  if ((await showWarning(question, { modal: true, detail: summary.text }, yes)) !== yes) return;
  await folder.agree(request, summary.hash);
}
