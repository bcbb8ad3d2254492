import type { Command } from "commander";
import { agree, readAgreement } from "../../jobs/agree";
import { NotAgreed } from "../../jobs/agreements";
import { plainJson } from "../../services/reports/plainText";
import { openJobs, type FinetuneOptions } from "./tools";
import { problemPlace } from "../openProject";
import { print, warn } from "../output";

interface Options extends FinetuneOptions {
  readonly yes?: boolean;
}

/** `lf-lens finetune agree JOB`: a job that came with its folder becomes the user's own. */
export function withAgreement(command: Command): void {
  command.argument("<job>", "a job that came with its folder").option("--yes", "agree to exactly what the summary says").action(agreeTo);
}

async function agreeTo(id: string, { json, yes, ...options }: Options): Promise<void> {
  const tools = openJobs({ ...options });
  const request = await readAgreement(id, tools);
  const { summary, proposal } = request;
  const errors = proposal?.problems.filter(({ severity }) => severity === "error") ?? [];
  if (yes === true && errors.length === 0) {
    await agree(request, summary.hash, tools);
    if (json) print(plainJson({ agreed: true, summary: summary.text, consent: summary.hash }));
    else print(`${summary.text}\nAgreed. \`lf-lens finetune wait ${id}\` follows the job.`);
    return;
  }
  process.exitCode = 1;
  if (json) return print(plainJson({ agreed: false, summary: summary.text, consent: summary.hash, problems: proposal?.problems ?? [] }));
  print(summary.text);
  for (const problem of errors) warn(`${problemPlace(problem)}error: ${problem.message}`);
  warn(errors.length > 0 ? "It cannot be agreed to: its data has errors." : "Nothing was run or sent. Add --yes to agree to exactly this.");
}

/** Says with an error that needs the user's yes how to give it. */
export async function namingAgreement<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotAgreed) error.message += ` \`lf-lens finetune agree ${id}\` shows what that means.`;
    throw error;
  }
}
