import { Command } from "commander";
import { cellText } from "../../core/data/cells";
import { counted, percent } from "../../core/data/numberText";
import { plainJson } from "../../services/reports/plainText";
import { textTable } from "../../services/reports/textTable";
import { parseSeed } from "../options";
import { print } from "../output";
import { withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface Flags extends GoldFlags {
  of: string;
  seed: number;
  json?: true;
}

/** `lf-lens gold issues`: labels that are likely wrong. */
export function issuesCommand(): Command {
  return new Command("issues")
    .description("List labels that are likely wrong, near-duplicates with different labels, and outliers, on the sample.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--of <labels>", '"gold", "denoised" (what exports have), or the name of an LF', "gold")
    .option("--seed <n>", "seed for leaving rows out", parseSeed, 7)
    .option("--json", "print JSON")
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText(
      "after",
      "\nConfident learning (cleanlab's find_label_issues, filter_by both) on probabilities of end models that have not seen the row's label.\nWork through those of gold with: gold queue --strategy issues, or Label Rows in the editor.",
    )
    .action((folder: string, flags: Flags) => withGoldProject(folder, flags, true, (project) => list(project, flags)));
}

async function list({ session, root, judgements, ...project }: GoldProject, { of, seed, json }: Flags): Promise<void> {
  const found = await judgements.issues(of, seed);
  const { labels, columns } = project.snapshot();
  const shown = [
    ...found.issues.map(({ row }) => row),
    ...found.duplicates.flatMap(({ rows }) => rows),
    ...found.outliers.map(({ row }) => row),
  ];
  const views = new Map(await Promise.all([...new Set(shown)].map(async (row) => [row, await session.row(root, row)] as const)));
  const about = (row: number): { row: string; text: string } => ({
    row: judgements.keyOf(row),
    text: cellText(views.get(row)!.cells[columns?.text ?? ""] ?? null),
  });
  const issues = found.issues.map(({ row, given, suggested, score, margin }) => ({
    ...about(row),
    given: labels[given]!,
    suggested: labels[suggested]!,
    score,
    margin,
  }));
  const duplicates = found.duplicates.map(({ rows, similarity }) => ({ rows: rows.map(about), similarity }));
  const outliers = found.outliers.map(({ row, score }) => ({ ...about(row), score }));
  if (json) return print(plainJson({ of, rows: found.rows, issues, duplicates, outliers }));
  const short = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 70);
  print(
    `${counted(found.rows, "row")} with a label (${of}): ${counted(issues.length, "likely error")}, ${counted(duplicates.length, "near-duplicate pair")} with different labels.`,
  );
  if (issues.length > 0)
    print(
      `\n${textTable([["row", "label", "likelier", "P(label)", "text"], ...issues.map((one) => [one.row, one.given, one.suggested, percent(one.score, 1), short(one.text)])])}`,
    );
  if (duplicates.length > 0)
    print(
      `\n${textTable([["a", "b", "alike", "text"], ...duplicates.map(({ rows: [a, b], similarity }) => [a!.row, b!.row, percent(similarity, 1), short(a!.text)])])}`,
    );
  if (outliers.length > 0)
    print(
      `\nFurthest from any label:\n${textTable([["row", "fits", "text"], ...outliers.slice(0, 5).map((one) => [one.row, one.score.toFixed(3), short(one.text)])])}`,
    );
}
