import { Command } from "commander";
import { openai, serviceAt } from "../jobs/providers/openai/description";
import { secretOf } from "../jobs/secrets";
import { userStateFolder } from "../files/userState";
import { systemClock } from "../net/clock";
import { counted, wholeNumber } from "../core/data/numberText";
import { askModels, describeAsking, type AskReport } from "../services/asking/askModels";
import { FIRST_ROWS, type AskPlan } from "../services/asking/planAsking";
import { plainJson } from "../services/reports/plainText";
import { keyVariable } from "./finetune/tools";
import { isInterruption, untilInterrupted } from "./interruption";
import { withProject, type OpenProject } from "./openProject";
import { parseRows } from "./options";
import { print, warn } from "./output";

interface Options {
  readonly lf?: string;
  readonly rows: number | "all";
  readonly yes?: true;
  readonly json?: true;
  readonly allowOutside?: true;
}

/** `lf-lens ask [dir]`: asks the models of prompts, after saying what would be sent, to whom and at what cost. */
export function askCommand(): Command {
  return new Command("ask")
    .description("Ask the models that prompts name about rows, and keep the answers.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--lf <name>", "only this LF's questions")
    .option(
      "--rows <n|all>",
      "rows of the sample (gold, conflicts and uncovered rows first), or all rows of the data",
      parseRows,
      FIRST_ROWS,
    )
    .option("--yes", "send exactly what the summary says")
    .option("--json", "print JSON: asked, fromCache, failed, tokens, costUsd, lfs, ...")
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", help)
    .action(ask);
}

const { ownUrl = "" } = openai.credential ?? {};
const variableAt = (baseUrl: string): string => keyVariable(secretOf(serviceAt(baseUrl))!.name)!;

const help = `
Without --yes nothing is sent: it says what would be sent, to whom and at what cost. Answers are kept on this machine as they come, for all
projects: whatever ends the command, the next one asks only what is missing. run and label use kept answers and never ask.
Keys come from the environment only: ${variableAt(ownUrl)} for ${new URL(ownUrl).host}, ${variableAt("https://host.invalid/v1")} for any other address. This machine needs none.
Exit code: 0 success, 1 failure or unanswered questions, 2 wrong usage, 130 or 143 interrupted.`;

async function ask(folder: string, { lf, rows, yes, json, allowOutside }: Options): Promise<void> {
  const opening = { runsSample: rows !== "all", ...(allowOutside ? { allowOutside } : {}) };
  await withProject(folder, opening, async (project) => {
    const plan = await project.session.planAsking(project.root, { rows, ...(lf === undefined ? {} : { lf }) });
    const summary = await describeAsking(plan);
    if (!json) print(summary.text);
    if (yes) return send(project, plan, summary.text, json === true);
    if (json) print(plainJson({ sent: false, ...reportJson(nothingAsked(plan)), summary: summary.text, estimate: estimateOf(summary) }));
    else if (summary.questions > 0) warn("Nothing was sent. Add --yes to send exactly this.");
  });
}

async function send({ session, root }: OpenProject, plan: AskPlan, summary: string, json: boolean): Promise<void> {
  const tools = {
    secret: (name: Parameters<typeof keyVariable>[0]) => Promise.resolve(process.env[keyVariable(name) ?? ""]),
    state: userStateFolder(),
    clock: systemClock,
    random: Math.random,
  };
  const report = await untilInterrupted(session.ask(root, (hooks) => askModels(plan, tools, hooks)));
  if (isInterruption(report)) {
    await session.tasks(root).cancel();
    warn("Interrupted. Answers so far are kept: the same command asks only what is missing.");
    process.exitCode = report.exitCode;
    return;
  }
  print(json ? plainJson({ sent: true, ...reportJson(report), summary }) : reportText(report));
  if (report.problem !== undefined) warn(report.problem);
  process.exitCode = report.failed > 0 ? 1 : 0;
}

const nothingAsked = ({ lfs }: AskPlan): AskReport => ({
  ...{ asked: 0, failed: 0, inputTokens: 0, outputTokens: 0, usd: 0 },
  fromCache: lfs.reduce((sum, { answered }) => sum + answered, 0),
  lfs: lfs.map(({ name, rows, answered }) => ({ name, rows, answered })),
});

const estimateOf = ({ questions, inputTokens, outputTokens, usd }: Awaited<ReturnType<typeof describeAsking>>) => ({
  ...{ questions, inputTokens, outputTokens },
  costUsd: usd,
});

const reportJson = ({ usd, inputTokens, outputTokens, problem, ...counts }: AskReport) => ({
  ...counts,
  tokens: inputTokens + outputTokens,
  ...{ inputTokens, outputTokens, costUsd: usd },
  ...(problem === undefined ? {} : { problem }),
});

function reportText({ asked, fromCache, failed, inputTokens, outputTokens, usd, lfs }: AskReport): string {
  const cost = usd === null ? "cost unknown" : `${usd.toFixed(4)} USD`;
  return [
    `${counted(asked, "question")} answered, ${counted(fromCache, "row")} from kept answers, ${counted(failed, "question")} without an answer.`,
    `${wholeNumber(inputTokens)} tokens sent, ${wholeNumber(outputTokens)} answered, ${cost}.`,
    ...lfs.map(({ name, rows, answered }) => `${name}: ${wholeNumber(answered)} of ${counted(rows, "row")} answered.`),
  ].join("\n");
}
