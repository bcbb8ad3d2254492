import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { Command } from "commander";
import { counted } from "../../core/data/numberText";
import { judgementsCsv, judgementsJsonl } from "../../core/gold/judgementText";
import { writeUserFile } from "../../files/userFile";
import { problemPlace } from "../openProject";
import { print, warn } from "../output";
import { now, withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface ImportFlags extends GoldFlags {
  by?: string;
  how?: string;
  rowColumn?: string;
  labelColumn?: string;
}

/** `lf-lens gold import FILE`: judgements of people who do not use an editor. */
export function importCommand(): Command {
  return new Command("import")
    .description(
      "Add the judgements in a data file. Columns: row (or the id column), label (or gold), and by, at, how, note where there are any.",
    )
    .argument("<file>", "CSV, TSV, JSON Lines, JSON, Parquet or Arrow")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--by <who>", "who judged, where the file does not say")
    .option("--how <how>", 'how the rows were drawn, where the file does not say (default: "imported")')
    .option("--row-column <name>", "the column with the rows' ids")
    .option("--label-column <name>", "the column with the labels")
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText(
      "after",
      "\nWhat is known already is not added again. Exit code: 0 all rows added, 1 some could not be read, 2 wrong usage.",
    )
    .action((file: string, folder: string, flags: ImportFlags) =>
      withGoldProject(folder, flags, false, (project) => read(project, file, flags)),
    );
}

async function read({ judgements }: GoldProject, file: string, { allowOutside: _, ...flags }: ImportFlags): Promise<void> {
  const found = await judgements.readImport({ path: resolve(file), at: now(), ...flags });
  const located = await judgements.locate([...new Set(found.judgements.map(({ row }) => row))]);
  await judgements.add(found.judgements);
  const gone = located.filter(({ rows }) => rows === 0).length;
  print(
    `${counted(found.judgements.length, "judgement")} added, ${counted(found.known, "row")} known already, ${found.empty} without an id or a label.`,
  );
  if (gone > 0) warn(`${counted(gone, "row")} of these ${gone === 1 ? "is" : "are"} not in the data; the judgements are kept.`);
  for (const problem of found.problems) warn(`${problemPlace(problem)}${problem.message}`);
  if (found.problems.length > 0) process.exitCode = 1;
}

interface ExportFlags extends GoldFlags {
  out: string;
  overwrite?: true;
}

/** `lf-lens gold export --out FILE`: what everybody says now. */
export function exportCommand(): Command {
  return new Command("export")
    .description("Write what each person says of each row now: row, label, by, at, how, note.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--out <file>", "CSV, or JSON Lines if it ends in .jsonl")
    .option("--overwrite", "replace the file if it is there")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: ExportFlags) => withGoldProject(folder, flags, false, (project) => write(project, flags)));
}

async function write({ judgements }: GoldProject, { out, overwrite }: ExportFlags): Promise<void> {
  const path = resolve(out);
  if (existsSync(path) && !overwrite) throw new Error(`${path} is there already. Choose another name, or replace it with --overwrite.`);
  const { judged } = judgements;
  await writeUserFile(path, extname(path) === ".jsonl" ? judgementsJsonl(judged) : judgementsCsv(judged), undefined);
  const count = [...judged.values()].reduce((sum, list) => sum + list.filter(({ label }) => label !== null).length, 0);
  print(`${counted(count, "judgement")} written to ${path}.`);
}
