import { Command } from "commander";
import { cellText } from "../../core/data/cells";
import { counted } from "../../core/data/numberText";
import { plainJson } from "../../services/reports/plainText";
import { textTable } from "../../services/reports/textTable";
import { accuracyText, spotCheckText } from "../../services/reports/wording";
import { parseCount, parseSeed } from "../options";
import { print } from "../output";
import { ROW } from "./add";
import { now, withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface Flags extends GoldFlags {
  lf: string;
  rows: number;
  seed: number;
  row?: string;
  right?: true;
  wrong?: true;
  by?: string;
  json?: true;
}

/** `lf-lens gold spot-check`: an LF's precision by looking at some of its votes. */
export function spotCheckCommand(): Command {
  return new Command("spot-check")
    .description("Draw rows from an LF's votes to look at, and print its precision; with --row and --right or --wrong, record what one is.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--lf <name>", "whose votes")
    .option("--rows <n>", "draw at most this many rows that nobody has looked at", parseCount, 20)
    .option("--seed <n>", "seed for drawing", parseSeed, 7)
    .option("--row <id>", ROW)
    .option("--right", "its vote on the row is right")
    .option("--wrong", "its vote on the row is wrong")
    .option("--by <who>", "who looked")
    .option("--json", "print JSON")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: Flags) => withGoldProject(folder, flags, true, (project) => spotCheck(project, flags)));
}

async function spotCheck(project: GoldProject, flags: Flags): Promise<void> {
  const { judgements, session, root } = project;
  const { lf, seed } = flags;
  if (flags.row !== undefined) await record(project, flags, flags.row);
  const order = await judgements.queue({ strategy: "lf", lf, seed, shared: true });
  const checked = judgements.remarks.checks();
  const open = [...order].filter((row) => !checked.get(judgements.keyOf(row))?.some((check) => check.lf === lf));
  const { columns, numbers } = project.snapshot();
  const views = await Promise.all(open.slice(0, flags.rows).map((row) => session.row(root, row)));
  const rows = views.map(({ row, id, cells, votes }) => ({
    ...{ row: judgements.keyOf(row), id, vote: votes.find((vote) => vote.lf === lf)?.label ?? null },
    text: columns?.text === undefined ? null : cellText(cells[columns.text] ?? null),
  }));
  const entry = numbers.sample.lfs.find(({ name }) => name === lf)!;
  if (flags.json) return print(plainJson({ lf, spotCheck: entry.spotCheck ?? null, left: open.length, rows }));
  print(
    `${lf}: ${spotCheckText(entry) || "nobody has looked at its votes yet"}; by gold: ${accuracyText(entry)}. ${counted(open.length, "row")} to look at.`,
  );
  const short = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").slice(0, 80);
  if (rows.length > 0) print(textTable([["row", "vote", "text"], ...rows.map(({ row, vote, text }) => [row, vote ?? "-", short(text)])]));
}

async function record({ judgements, session, root, ...project }: GoldProject, { lf, right, wrong, by }: Flags, row: string): Promise<void> {
  if (by === undefined || (right === true) === (wrong === true))
    throw new Error("Say who looked, --by, and what the vote is: --right or --wrong.");
  const { rows } = project.snapshot().numbers.sample;
  const at = Array.from({ length: rows }, (_, one) => one).find((one) => judgements.keyOf(one) === row);
  if (at === undefined) throw new Error(`The sample has no row "${row}". Spot checks look at rows of the sample.`);
  const vote = (await session.row(root, at)).votes.find((one) => one.lf === lf)?.label;
  if (vote === undefined) throw new Error(`${lf} does not vote on row "${row}", or there is no such LF.`);
  await judgements.add([{ row, lf, vote, right: right === true, by, at: now() }]);
}
