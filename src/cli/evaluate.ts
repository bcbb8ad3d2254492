import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import type { TrainingRecord } from "../protocol/endModel";
import type { TunedEvaluation } from "../protocol/tunedModel";
import { evaluationMarkdown } from "../services/endModel/evaluationMarkdown";
import { trainingText } from "../services/endModel/trainingText";
import { tunedEvaluations, withTunedModels } from "../services/tunedModel/withTunedModels";
import { assertCompareTarget } from "../services/evaluation/compareTarget";
import { changedRows, comparisonMarkdown, comparisonText, type NamedComparison } from "../services/evaluation/comparisonText";
import { trainingStore } from "../services/endModel/trainingStore";
import { plainJson } from "../services/reports/plainText";
import { openProject, type OpenProject } from "./openProject";
import { print, warn } from "./output";
import { finish, trainOptions, untilDone, withTrainingOptions, type TrainFlags } from "./train";

interface EvaluateFlags extends Omit<TrainFlags, "out"> {
  markdown?: string;
  against?: string;
  rowText?: boolean;
}

/** `lf-lens evaluate [dir]`: majority vote, the label model and the end model on the same gold. */
export function evaluateCommand(): Command {
  return withTrainingOptions(new Command("evaluate"))
    .description("Evaluate majority vote, the label model and the end model on the same gold rows.")
    .option("--json", "print JSON: metrics by source and split, disagreements, wrongGold, crossover, weights, ...")
    .option("--markdown <file>", "also write the report as Markdown")
    .option("--against <model>", "also compare the end model row by row with: previous, a run id, or job:<id>")
    .option("--row-text", "include the text of the rows listed by --against")
    .addHelpText("after", help)
    .action(evaluate);
}

const help = `
Shows the latest training if LFs, data, settings and options have not changed since; otherwise trains a new model.
Also shows models of fine-tune jobs that \`finetune evaluate\` has measured on the same data.
--against compares on the current data: rows with different labels, which are right, McNemar's test, an interval.
Metrics cover all gold rows, and those with a vote ("covered"). No model is scored on gold that it has seen.
Exit code: 0 success, 1 failure, 2 wrong usage.`;

async function evaluate(folder: string, flags: EvaluateFlags): Promise<void> {
  const project = await openProject(folder, { ...flags, runsSample: false });
  try {
    const tuned = await tunedEvaluations(project.root, warn);
    const checked = flags.against === undefined ? Promise.resolve() : assertTarget(flags.against, tuned, project.root);
    const work = checked
      .then(() => project.session.training(project.root).evaluate(trainOptions(flags)))
      .then(async (trained) => ({
        ...{ trained, record: withTunedModels(trained.record, tuned) },
        against: flags.against === undefined ? undefined : await compareWith(flags.against, trained.record, tuned, project),
      }));
    await untilDone(project, work, ({ trained, record, against }) => {
      if (flags.markdown !== undefined) writeFileSync(resolve(flags.markdown), markdownOf(record, basename(project.root), against, flags));
      print(flags.json ? jsonOf(record, against, flags) : textOf(record, against, flags));
      finish(project, trained, flags);
    });
  } finally {
    await project.close();
  }
}

const assertTarget = async (model: string, tuned: readonly TunedEvaluation[], root: string): Promise<void> =>
  assertCompareTarget(model, { root, runs: await trainingStore(root, () => {}).list(), tuned });

/** @param model "previous", a run's id, or "job:<id>" */
async function compareWith(
  model: string,
  record: TrainingRecord,
  tuned: readonly TunedEvaluation[],
  { root, session }: OpenProject,
): Promise<NamedComparison> {
  const runs = await trainingStore(root, warn).list();
  const isJob = model.startsWith("job:");
  const other = model === "previous" ? runs[runs.findIndex(({ id }) => id === record.id) + 1]?.id : isJob ? record.id : model;
  if (other === undefined) throw new Error("There is no earlier run to compare with.");
  const [first, second] = [
    { run: other, source: isJob ? model : "endModel" },
    { run: record.id, source: "endModel" },
  ];
  return { first, second, comparison: await session.compare(root, { runs, tuned, first, second }) };
}

type Against = NamedComparison | undefined;

/** What was just trained, or found to be of today, is not out of date. */
const markdownOf = (record: TrainingRecord, name: string, against: Against, { rowText = false }: EvaluateFlags): string =>
  [evaluationMarkdown(record, { name, stale: false }), ...(against ? [comparisonMarkdown(against, rowText)] : [])].join("\n");

const textOf = (record: TrainingRecord, against: Against, { rowText = false }: EvaluateFlags): string =>
  [trainingText(record), ...(against ? ["", comparisonText(against, rowText)] : [])].join("\n");

function jsonOf({ id, at, evaluation }: TrainingRecord, against: Against, { rowText = false }: EvaluateFlags): string {
  const { first, second, comparison } = against ?? {};
  const counts = comparison && { splits: comparison.splits, notes: comparison.notes, changedRows: changedRows(comparison) };
  const changed = comparison?.first.map(({ text, ...row }) => (rowText ? { ...row, text } : row));
  return plainJson({ run: id, at, ...evaluation, ...(against && { against: { first, second, ...counts, changed } }) });
}
