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
    .description("Check that LFs vote as pinned and reach their floors.")
    .argument("[dir]", "the project's folder, the one with lf.config.json", ".")
    .option("--json", "print one JSON object (--json-schema describes it)")
    .option("--json-schema", "print the JSON schema of what --json prints, and stop")
    .option("--lf-seconds <s>", "how long one LF may take (default: 10)", parseLfSeconds)
    .option("--allow-outside", "let the config read data from outside the project's folder")
    .addHelpText("after", help)
    .action(check);
}

const help = `
Pins and floors of the LFs in x.lf.ts stand in x.lf.pins.json beside it:
  { "asksToSubscribe": {
      "floors": { "accuracy": 0.9, "coverage": 0.02 },
      "pins": [{ "id": "c1", "vote": "SPAM", "row": { "text": "Please subscribe" } },
               { "id": "c6", "vote": null, "row": { "text": "Hello" } }] } }
"vote": null says that the LF must abstain. Floors are of the sample. The editor pins rows by a click.

Exit code: 0 all hold, 1 something does not or did not run, 2 wrong usage.`;

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
  if (results.length === 0) return `${name}: nothing is pinned, and there are no floors.`;
  const lines = results.flatMap(({ passed, file, line, lf, kind, name: what, expected, found }) =>
    passed ? [] : [`FAILED ${file}:${line}: ${lf} ${kind === "pin" ? `on ${what} ` : ""}must ${mustText(kind, expected)}: ${found}`],
  );
  const held = results.length - failed;
  return [...lines, `${name}: ${counted(pins, "pin")} and ${counted(floors, "floor")}; ${held} hold, ${failed} do not.`].join("\n");
}

/** "votes SPAM" -> "vote SPAM" */
const mustText = (kind: "pin" | "floor", expected: string): string =>
  kind === "pin" ? expected.replace(/^(vote|abstain)s/, "$1") : `reach ${expected}`;
