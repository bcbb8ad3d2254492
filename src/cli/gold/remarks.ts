import { Command } from "commander";
import { counted } from "../../core/data/numberText";
import { tagProblem } from "../../core/gold/remarks";
import { plainJson } from "../../services/reports/plainText";
import { print } from "../output";
import { assertRow, ROW } from "./add";
import { now, withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface TagFlags extends GoldFlags {
  row: string;
  tag: string;
  by: string;
  remove?: true;
}

/** `lf-lens gold tag`: a tag put on a row, or taken off. */
export function tagCommand(): Command {
  return new Command("tag")
    .description("Add a tag to a row, or remove it. A row has one set of tags, which everybody shares.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--row <id>", ROW)
    .requiredOption("--tag <tag>", "1 to 64 characters, no comma")
    .requiredOption("--by <who>", "who tags")
    .option("--remove", "take the tag off")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: TagFlags) => withGoldProject(folder, flags, false, (project) => tagRow(project, flags)));
}

async function tagRow({ judgements }: GoldProject, { row, tag, by, remove }: TagFlags): Promise<void> {
  const problem = tagProblem(tag);
  if (problem !== undefined) throw new Error(problem);
  await assertRow(judgements, row);
  if (remove && !judgements.remarks.tagsOf(row).includes(tag)) throw new Error(`Row "${row}" does not have the tag "${tag}".`);
  await judgements.add([{ row, tag, by, at: now(), ...(remove ? { removed: true } : {}) }]);
  print(`Row ${row}: ${judgements.remarks.tagsOf(row).join(", ") || "no tags"}.`);
}

interface CommentFlags extends GoldFlags {
  row?: string;
  text?: string;
  by?: string;
  json?: true;
}

/** `lf-lens gold comment`: adds to a row's thread, or prints threads. */
export function commentCommand(): Command {
  return new Command("comment")
    .description("Comment on a row with --row, --text and --by; without --text, print tags and comments of the row, or of all rows.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--row <id>", ROW)
    .option("--text <text>", "the comment")
    .option("--by <who>", "who comments")
    .option("--json", "print JSON")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: CommentFlags) => withGoldProject(folder, flags, false, (project) => comment(project, flags)));
}

async function comment({ judgements }: GoldProject, { row, text, by, json }: CommentFlags): Promise<void> {
  if (text !== undefined) {
    if (row === undefined || by === undefined) throw new Error("Say which row and who comments: --row and --by.");
    if (text.trim() === "") throw new Error("The comment is empty.");
    await assertRow(judgements, row);
    await judgements.add([{ row, comment: text.trim(), by, at: now() }]);
  }
  const { remarks } = judgements;
  const rows = (row === undefined ? remarks.rows() : [row]).map((key) => ({
    row: key,
    tags: remarks.tagsOf(key),
    comments: remarks.threadOf(key),
  }));
  if (json) return print(plainJson({ rows }));
  print(counted(rows.length, "row"));
  for (const { row: key, tags, comments } of rows) {
    print(`\n${key}${tags.length === 0 ? "" : ` [${tags.join(", ")}]`}`);
    for (const one of comments) print(`  ${one.at} ${one.by}: ${one.comment}`);
  }
}
