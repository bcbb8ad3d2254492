import { basename } from "node:path";
import { Command } from "commander";
import { checkReportJsonSchema, relativeReport, type CheckReport } from "../services/pins/checkReport";
import { counted } from "../core/data/numberText";
import { plainJson } from "../services/reports/plainText";
import { openProject } from "./openProject";
import { parseLfSeconds } from "./options";
import { print } from "./output";
import { exitCode, printProblems } from "./problems";

interface CheckOptions {
  json?: boolean;
  jsonSchema?: boolean;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens check [dir]`: whether LFs vote as pinned and reach their floors. */
export function checkCommand(): Command {
  return new Command("check")
    .description("Check pinned examples and floors.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--json", "print JSON (see --json-schema)")
    .option("--json-schema", "print the JSON schema of --json and exit")
    .option("--lf-seconds <s>", "time limit for one LF (default: 10)", parseLfSeconds)
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", help)
    .action(check);
}

const help = `
Pins and floors of the LFs in x.lf.ts are in x.lf.pins.json in the same folder:
  { "asksToSubscribe": {
      "floors": { "accuracy": 0.9, "coverage": 0.02 },
      "pins": [{ "id": "c1", "vote": "SPAM", "row": { "text": "Please subscribe" } },
               { "id": "c6", "vote": null, "row": { "text": "Hello" } }] } }
"vote": null means that the LF must abstain. Floors apply to the sample. Pin rows in the editor with a click.

Exit code: 0 all pass, 1 something fails or did not run, 2 wrong usage.`;

async function check(folder: string, options: CheckOptions): Promise<void> {
  if (options.jsonSchema) return print(plainJson(checkReportJsonSchema()));
  const project = await openProject(folder, options);
  try {
    const report = relativeReport(await project.session.pins(project.root).check(), project.root);
    print(options.json ? plainJson(report) : checkText(basename(project.root), report));
    const snapshot = project.snapshot();
    printProblems(snapshot);
    process.exitCode = report.failed > 0 ? 1 : exitCode(snapshot, false);
  } finally {
    await project.close();
  }
}

/** A line for each pin and floor that does not hold. */
function checkText(name: string, { pins, floors, failed, results }: CheckReport): string {
  if (results.length === 0) return `${name}: no pins and no floors.`;
  const lines = results.flatMap(({ passed, file, line, lf, kind, name: what, expected, found }) =>
    passed ? [] : [`FAILED ${file}:${line}: ${lf} ${kind === "pin" ? `on ${what} ` : ""}must ${mustText(kind, expected)}: ${found}`],
  );
  const held = results.length - failed;
  return [...lines, `${name}: ${counted(pins, "pin")} and ${counted(floors, "floor")}; ${held} passed, ${failed} failed.`].join("\n");
}

/** "votes SPAM" -> "vote SPAM" */
const mustText = (kind: "pin" | "floor", expected: string): string =>
  kind === "pin" ? expected.replace(/^(vote|abstain)s/, "$1") : `reach ${expected}`;
