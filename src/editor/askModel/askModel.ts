import type { Disposable } from "vscode";
import { counted } from "../../core/data/numberText";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { askModels, AskReport, AskTools, describeAsking, keysNeeded } from "../../services/asking/askModels";
import type { AskPlan, AskRequest } from "../../services/asking/planAsking";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { register, run as runCommand } from "../platform/commands";
import { showInformation, showWarning } from "../platform/dialogs";
import { followTask } from "../platform/followTask";
import { chooseLfToAsk, chooseRows } from "./askDialog";

export interface AskModelTools extends AskTools {
  readonly session: Session;
  /** Loads the code that asks; called when it is first needed. */
  readonly load: () => {
    readonly askModels: typeof askModels;
    readonly describeAsking: typeof describeAsking;
    readonly keysNeeded: typeof keysNeeded;
  };
}

/** Asks the model of a prompt about rows: rows, consent with the cost, questions; the numbers follow the answers. */
export function registerAskModel(tools: AskModelTools): Disposable {
  return register(commands.askModel, "The model could not be asked", async (asked) => {
    const project = await chooseProject(tools.session, "Ask the models of", asked?.root);
    const request = project && (await requestOf(project, asked));
    if (!project || !request) return;
    const { session } = tools;
    const plan = await followTask(session, project.root, "ask", () => session.planAsking(project.root, request));
    if (!plan || !(await maySend(plan, tools))) return;
    const asking = tools.load();
    const report = await followTask(session, project.root, "ask", () =>
      session.ask(project.root, (hooks) => asking.askModels(plan, tools, hooks)),
    );
    if (report) tell(report);
    else void showInformation("Cancelled. Answers received so far are kept; next time only the missing rows are sent.");
  });
}

async function requestOf(
  project: ProjectSnapshot,
  asked: { lf?: string; rows?: AskRequest["rows"] } = {},
): Promise<AskRequest | undefined> {
  const prompts = project.numbers.sample.lfs.filter(({ asked: rows }) => rows !== undefined);
  if (prompts.length === 0) throw new Error("no LF asks a model. Write one with prompt({ endpoint, template, ... }).");
  const lf = asked.lf ?? (await chooseLfToAsk(prompts));
  if (lf === undefined) return undefined;
  const one = lf === "all" ? undefined : lf;
  const rows = asked.rows ?? (await chooseRows(project, answeredMost(prompts, one)));
  return rows === undefined ? undefined : { rows, ...(one === undefined ? {} : { lf: one }) };
}

const answeredMost = (prompts: readonly LfSnapshot[], lf: string | undefined): number =>
  Math.max(0, ...prompts.filter(({ name }) => lf === undefined || name === lf).map(({ asked }) => asked?.answered ?? 0));

/** Asks for keys that are missing, and for a yes to just what would be sent; what stays on this machine needs neither. */
async function maySend(plan: AskPlan, { load, secret }: AskModelTools): Promise<boolean> {
  const { describeAsking, keysNeeded } = load();
  const summary = await describeAsking(plan);
  if (summary.questions === 0) {
    void showInformation("All of these rows have been answered already.");
    return false;
  }
  if (summary.local) return true;
  for (const name of keysNeeded(plan)) if ((await secret(name)) === undefined && !(await runCommand(commands.setKey, name))) return false;
  const yes = "Send";
  const question = `Send ${counted(summary.questions, "question")} to ${summary.hosts.join(" and ")}?`;
  if ((await showWarning(question, { modal: true, detail: summary.text }, yes)) === yes) return true;
  void showInformation("Nothing was sent.");
  return false;
}

function tell({ asked, failed, usd, problem }: AskReport): void {
  const cost = usd === null ? "" : usd === 0 ? "" : ` for ${usd < 0.01 ? "less than 0.01" : usd.toFixed(2)} USD`;
  const text = `${counted(asked, "question")} answered${cost}.`;
  if (failed === 0) return void showInformation(text);
  void showWarning(`${text} ${counted(failed, "question")} without an answer: ${problem ?? "the service gave none."}`);
}
