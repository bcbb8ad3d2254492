import { ProgressLocation, window } from "vscode";
import type { JobFolder } from "../../services/jobs/jobs";
import { parseTokenPrice } from "../../services/tunedModel/tokenPrice";
import { counted } from "../../core/data/numberText";
import { commands } from "../ids";
import { run as runCommand } from "./commands";
import type { KeyRing } from "./keyRing";
import { showInformation, showWarning } from "./dialogs";

type Plan = Awaited<ReturnType<JobFolder["planEvaluation"]>> | Awaited<ReturnType<JobFolder["planVotes"]>>;

/** Asks for the provider's key where there is none, and for a yes to just what would be sent. @returns whether there are both */
export async function maySend({ job, open, host, summary }: Plan, folder: JobFolder, keys: KeyRing): Promise<boolean> {
  if (open === 0) return true;
  const { secret } = folder.offer(job.ticket.provider);
  if (secret?.required === true && !(await keys.has(secret.name))) if (!(await runCommand(commands.setKey, secret.name))) return false;
  const yes = "Send";
  const question = `Send ${counted(open, "prompt")}${host === undefined ? "" : ` to ${host}`}?`;
  if ((await showWarning(question, { modal: true, detail: summary.text }, yes)) === yes) return true;
  void showInformation("Nothing was sent.");
  return false;
}

type Hooks = Required<Parameters<JobFolder["evaluate"]>[2]>;

/** Shows how far it is, and lets the user end it. @returns undefined then */
export function whileAsking<T>(title: string, ask: (hooks: Hooks) => Promise<T>): Thenable<T | undefined> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title };
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
      void showInformation("Cancelled. Answers received so far are kept; next time only the missing rows are sent.");
      return undefined;
    }
  });
}

/** Asks what a model's tokens cost, for the estimate. @returns "unknown" where the user does not say; undefined if the user went away */
export async function askForTokenPrice(title: string): Promise<ReturnType<typeof parseTokenPrice> | "unknown" | undefined> {
  const text = await window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt: "US dollars per million input and output tokens, such as 0.15:0.6. Leave empty for no estimate.",
    validateInput: (value) => problemOf(value),
  });
  if (text === undefined) return undefined;
  return text.trim() === "" ? "unknown" : parseTokenPrice(text);
}

function problemOf(text: string): string | undefined {
  try {
    if (text.trim() !== "") parseTokenPrice(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
