import type { Command } from "commander";
import { checkConnection } from "../../jobs/checkConnection";
import { plainJson } from "../../services/reports/plainText";
import { print } from "../output";
import { ticketOf, withTicketOptions, type TicketOptions } from "./ticket";
import { openJobs, type FinetuneOptions } from "./tools";

interface Options extends FinetuneOptions, TicketOptions {}

/** `lf-lens finetune test`: whether a job could be made at a provider. Exit code 0 if all that it needs is there. */
export function withTest(command: Command): void {
  withTicketOptions(command).action(test);
}

async function test(options: Options, command: Command): Promise<void> {
  const tools = openJobs(options);
  // Only the provider matters here.
  const whole = { ...options, train: options.train ?? "-", model: options.model ?? "-" };
  const ticket = await ticketOf(whole, []).catch((error: unknown) => command.error(`error: ${(error as Error).message}`));
  const checks = await checkConnection(tools.provider(ticket), tools.secrets);
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
  if (options.json) print(plainJson({ checks }));
  else print(checks.map(({ what, says, ok }) => `${ok ? "ok    " : "failed"} ${what}: ${says}`).join("\n"));
}
