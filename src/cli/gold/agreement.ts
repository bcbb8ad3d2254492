import { resolve } from "node:path";
import { Command } from "commander";
import { counted, percent, wholeNumber } from "../../core/data/numberText";
import { readRegularText } from "../../files/regularFile";
import type { AgreementReport } from "../../services/gold/agreementReport";
import { readAgreement } from "../../services/gold/readAgreement";
import { plainJson } from "../../services/reports/plainText";
import { textTable } from "../../services/reports/textTable";
import { problemPlace } from "../openProject";
import { print, warn } from "../output";
import { withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface Flags extends GoldFlags {
  json?: true;
}

/** `lf-lens gold agreement`: how far people agree. */
export function agreementCommand(): Command {
  return new Command("agreement")
    .description("Print how far people agree: Cohen's and Fleiss' kappa, Krippendorff's alpha, and what each person's labels are worth.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--json", "print JSON")
    .option("--allow-outside", "allow judgements outside the project folder")
    .action(async (folder: string, { json, allowOutside }: Flags) => {
      const root = resolve(folder);
      const { report, problems } = await readAgreement(root, allowOutside ? undefined : root, readRegularText);
      const { annotators, ...rest } = report;
      const names = annotators.map(({ name }) => name);
      print(json ? plainJson({ annotators: names, ...rest, people: annotators }) : agreementText(report));
      for (const problem of problems) warn(`${problemPlace(problem)}${problem.message}`);
    });
}

function agreementText(report: AgreementReport): string {
  const { annotators, pairs, rows, sharedRows, fleissKappa, fleiss, krippendorffAlpha, disputed } = report;
  if (annotators.length === 0) return "Nobody has judged a row yet.";
  const number = (value: number | null | undefined): string => (value === null || value === undefined ? "n/a" : value.toFixed(3));
  const people = annotators.map(({ name, rows: own, agrees, estimated }) => [
    ...[name, wholeNumber(own), agrees === undefined ? "n/a" : percent(agrees * 1000, 1000)],
    estimated === undefined ? "n/a" : percent(estimated * 1000, 1000),
  ]);
  return [
    `${counted(rows, "row")} judged, ${wholeNumber(sharedRows)} by several people, ${wholeNumber(disputed.length)} with different labels that nobody has settled.`,
    textTable([["person", "rows", "as consensus", "accuracy (est.)"], ...people]),
    ...(pairs.length === 0
      ? []
      : [
          textTable(
            [["a", "b", "rows", "Cohen's kappa"], ...pairs.map(({ a, b, rows: own, kappa }) => [a, b, wholeNumber(own), number(kappa)])],
            [0, 1],
          ),
        ]),
    `Krippendorff's alpha ${number(krippendorffAlpha)}; Fleiss' kappa ${number(fleissKappa)} (${counted(fleiss.rows, "row")} with ${counted(fleiss.judgements, "judgement")} each).`,
  ].join("\n\n");
}

/** `lf-lens gold status`: the judgements and the data. */
export function statusCommand(): Command {
  return new Command("status")
    .description("Count judged rows: in the data, gone from it, sharing content, with other gold in the gold column.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--json", "print JSON")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: Flags) => withGoldProject(folder, flags, false, (project) => status(project, flags)));
}

async function status({ judgements, ...project }: GoldProject, { json }: Flags): Promise<void> {
  const report = await judgements.status();
  if (json) return print(plainJson(report));
  const { rows, people, inData, gone, shared, disagreements, disputed } = report;
  print(`${counted(rows, "row")} of ${project.snapshot().name} judged by ${people.length === 0 ? "nobody" : people.join(", ")}.`);
  print(
    `${counted(inData, "row")} in the data; ${gone.length} gone from it, whose judgements are kept; ${counted(shared, "judged row")} stand for several rows of the data.`,
  );
  print(
    `${counted(disagreements.length, "row")} with another label in the gold column, ${disputed.length} with different labels that nobody has settled.`,
  );
}
