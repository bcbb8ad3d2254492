import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { evaluationMarkdown } from "../services/endModel/evaluationMarkdown";
import { trainingText } from "../services/endModel/trainingText";
import { tunedEvaluations, withTunedModels } from "../services/tunedModel/withTunedModels";
import { openProject } from "./openProject";
import { print, warn } from "./output";
import { finish, trainOptions, untilDone, withTrainingOptions, type TrainFlags } from "./train";

interface EvaluateFlags extends Omit<TrainFlags, "out"> {
  markdown?: string;
}

/** `lf-lens evaluate [dir]`: majority vote, the label model and the end model on the same gold. */
export function evaluateCommand(): Command {
  return withTrainingOptions(new Command("evaluate"))
    .description("Measure majority vote, the label model and the end model on the same rows with gold.")
    .option("--json", "print one JSON object: metrics by source and split, disagreements, wrongGold, crossover, weights, ...")
    .option("--markdown <file>", "also write the report as Markdown")
    .addHelpText("after", help)
    .action(evaluate);
}

const help = `
Shows the latest training if nothing has changed since: LFs, data, settings, options. Otherwise trains one.
The models of fine-tune jobs that \`finetune evaluate\` has measured on the same data stand beside them.
Metrics are of all rows with gold, and of those that an LF votes on ("covered"). No source is scored on gold that it has seen.
Exit code: 0 all ran, 1 something did not, 2 wrong usage.`;

async function evaluate(folder: string, flags: EvaluateFlags): Promise<void> {
  const project = await openProject(folder, flags);
  try {
    const tuned = await tunedEvaluations(project.root, warn);
    await untilDone(project, project.session.training(project.root).evaluate(trainOptions(flags)), (trained) => {
      const record = withTunedModels(trained.record, tuned);
      if (flags.markdown !== undefined) writeFileSync(resolve(flags.markdown), evaluationMarkdown(record));
      print(flags.json ? JSON.stringify({ run: record.id, at: record.at, ...record.evaluation }, null, 2) : trainingText(record));
      finish(project, trained, flags);
    });
  } finally {
    await project.close();
  }
}
