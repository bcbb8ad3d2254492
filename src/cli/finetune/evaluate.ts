import type { Command } from "commander";
import type { Split } from "../../core/data/cells";
import { evaluateTuned } from "../../jobs/tuned/evaluateTuned";
import { planEvaluation, type EvaluationChoices, type EvaluationPlan } from "../../jobs/tuned/plan";
import type { JobTools } from "../../jobs/runner";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import { textTable } from "../../services/reports/textTable";
import { goldSample } from "../../services/tunedModel/goldRows";
import { TUNED_COLUMNS, tunedLines, tunedSentences } from "../../services/tunedModel/tunedText";
import { counted } from "../../core/data/numberText";
import { plainJson } from "../../services/reports/plainText";
import { withProject } from "../openProject";
import { namingAgreement } from "./agree";
import { whileAsking } from "./asking";
import { openJobs, type FinetuneOptions } from "./tools";
import { parsePrice, parseRows, parseScoredSplit } from "../options";
import { print, warn } from "../output";

interface Options extends FinetuneOptions, EvaluationChoices {
  readonly project: string;
  readonly split: Split;
  readonly rows: number | "all";
  readonly allowOutside?: boolean;
  readonly yes?: boolean;
}

/** `lf-lens finetune evaluate JOB`: the base model and the tuned model on the same gold rows. */
export function withEvaluation(command: Command): void {
  command
    .argument("<job>", "a job that succeeded")
    .option("--project <folder>", "project whose rows to send", ".")
    .option("--split <name>", "split with gold: train, dev or test", parseScoredSplit, "test")
    .option(
      "--rows <n>",
      "maximum number of rows, or all; answers are kept, so raising it later sends only the additional rows",
      parseRows,
      "all",
    )
    .option("--base <name>", "the name under which the base model answers, if not the ticket's (Azure: its deployment)")
    .option("--tuned <name>", "the name under which the tuned model answers, if not the job's (Azure: its deployment)")
    .option("--base-price <in:out>", "US dollars per million input and output tokens, such as 0.15:0.6", parsePrice)
    .option("--tuned-price <in:out>", "the same of the tuned model", parsePrice)
    .option("--allow-outside", "allow data outside the project folder")
    .option("--yes", "send exactly what the summary says")
    .addHelpText("after", help)
    .action(evaluate);
}

const help = `
Without --yes it says what would be sent, to whom and at what cost, and sends nothing. Answers are kept beside the job as they come:
whatever ends an evaluation, the next one asks only what is missing. An answer that is no label is counted, shown and wrong.
Exit code: 0 success, 1 failure, 2 wrong usage.`;

async function evaluate(id: string, options: Options): Promise<void> {
  const tools = openJobs(options);
  const plan = await namingAgreement(id, () => planOf(id, options, tools));
  if (!options.json) print(plan.summary.text);
  if (plan.open > 0 && !options.yes) {
    process.exitCode = 1;
    if (options.json) print(plainJson({ sent: false, summary: plan.summary.text, consent: plan.summary.hash }));
    else if (options.basePrice === undefined || options.tunedPrice === undefined)
      warn("The cost is unknown. Use --base-price and --tuned-price if you know the prices.");
    if (!options.json) warn("Nothing was sent. Add --yes to send exactly this.");
    return;
  }
  const evaluation = await whileAsking((hooks) => evaluateTuned(plan, plan.summary.hash, tools, hooks));
  print(options.json ? plainJson(evaluation) : evaluationText(evaluation));
}

async function planOf(id: string, options: Options, tools: JobTools): Promise<EvaluationPlan> {
  await tools.store.readAgreed(id);
  const { split, rows, allowOutside = false } = options;
  const opening = { allowOutside, runsSample: false, sample: goldSample(split) };
  const gold = await withProject(options.project, opening, ({ session, root }) => session.goldRows(root, { split, rows }));
  return planEvaluation(id, gold, options, tools);
}

const evaluationText = (evaluation: TunedEvaluation): string =>
  [
    "",
    textTable([TUNED_COLUMNS, ...tunedLines(evaluation)], [0, 1]),
    "",
    ...tunedSentences(evaluation),
    ...evaluation.regressions.map(
      ({ id, gold, base, tuned }) => `  row ${id}: gold ${gold}, base ${JSON.stringify(base)}, tuned ${JSON.stringify(tuned)}`,
    ),
    ...(evaluation.gains.length > 0 ? [`--json lists the ${counted(evaluation.gains.length, "row")} gained, too.`] : []),
  ].join("\n");
