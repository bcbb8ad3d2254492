import { resolve } from "node:path";
import { Command } from "commander";
import { counted } from "../core/data/numberText";
import { plainJson } from "../services/reports/plainText";
import { suggestionsJson, suggestionsText } from "../services/suggest/suggestText";
import { assertLfFile, writeLfFile } from "../services/suggest/writeLfFile";
import { withProject } from "./openProject";
import { parseCount, parseLfSeconds } from "./options";
import { print } from "./output";
import { printProblems } from "./problems";

interface SuggestFlags {
  label?: string;
  count?: number;
  accept?: number;
  out?: string;
  json?: boolean;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens suggest [dir]`: labeling functions that would add to those there are. */
export function suggestCommand(): Command {
  return new Command("suggest")
    .description("Suggest labeling functions that would add most to the denoised labels, with what speaks for each.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--label <label>", "only labeling functions that vote this label")
    .option("--count <n>", "how many at most (default: 20, or as many as are accepted)", parseCount)
    .option("--accept <n>", "write the first n to a new file, given with --out", parseCount)
    .option("--out <file>", "new LF file for the accepted ones, such as suggested.lf.ts")
    .option("--json", "print JSON: suggestions, each with source, label, rows, precision, interval, adds, ...")
    .option("--lf-seconds <s>", "time limit for one LF (default: 10)", parseLfSeconds)
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", help)
    .action(suggest);
}

const help = `
Mined from words, pairs of words, patterns, values and numbers of the sample. Gold is parted in two: a function that is mined with one half
is judged by the other. "adds" estimates how many rows more of the sample would have the right denoised label, together with the suggestions
before it. Exit code: 0 success, 1 failure, 2 wrong usage.`;

async function suggest(folder: string, flags: SuggestFlags, command: Command): Promise<void> {
  const { label, accept, out, json = false } = flags;
  if ((accept === undefined) !== (out === undefined)) return command.error("error: --accept and --out go together.");
  await withProject(folder, flags, async (project) => {
    const { session, root } = project;
    const file = out === undefined ? undefined : resolve(out);
    if (file !== undefined) await assertLfFile(file, session.lfFolder(root));
    printProblems(project.snapshot());
    const count = flags.count ?? accept;
    const found = await session.suggest(root, { ...(label === undefined ? {} : { label }), ...(count === undefined ? {} : { count }) });
    const accepted = found.slice(0, accept ?? 0);
    if (file !== undefined && accepted.length > 0) await writeLfFile(file, accepted);
    print(json ? plainJson(suggestionsJson(found)) : suggestionsText(found));
    if (file !== undefined && !json)
      print(accepted.length > 0 ? `\nWrote ${counted(accepted.length, "labeling function")} to ${file}.` : "\nNothing to write.");
  });
}
