import { Command } from "commander";
import { CHOSEN } from "../../core/gold/judgement";
import { counted } from "../../core/data/numberText";
import type { LocatedKey } from "../../protocol/engine";
import { nearest } from "../../sdk/nearest";
import { print, warn } from "../output";
import { now, withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface AddFlags extends GoldFlags {
  row: string;
  label: string;
  by: string;
  how: string;
  note?: string;
}

export const ROW = "the row's id; of data without an id column the key that gold queue prints";

/** `lf-lens gold add`: one judgement. */
export function addCommand(): Command {
  return new Command("add")
    .description("Record one judgement. Nothing is rewritten: a later judgement of the same person replaces it.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--row <id>", ROW)
    .requiredOption("--label <label>", "one of the project's labels")
    .requiredOption("--by <who>", "who judges")
    .option("--how <how>", 'how the row was drawn: "random" only if nothing chose it; "settled" ends a disagreement', CHOSEN)
    .option("--note <text>", "a note for others")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: AddFlags) => withGoldProject(folder, flags, false, (project) => add(project, flags)));
}

async function add(project: GoldProject, { row, label, by, how, note }: AddFlags): Promise<void> {
  const { labels } = project.snapshot();
  if (!labels.includes(label)) {
    const near = nearest(label, labels);
    throw new Error(`"${label}" is not one of the labels${near === undefined ? `: ${labels.join(", ")}` : `. Did you mean "${near}"?`}`);
  }
  const found = await assertRow(project.judgements, row);
  await project.judgements.add([{ row, label, by, at: now(), how, ...(note === undefined ? {} : { note }) }]);
  if (found.rows > 1)
    warn(`${counted(found.rows, "row")} of the data share this ${row.startsWith("~") ? "content" : "id"}, and the judgement.`);
  print(`${by}: row ${row} is ${label}.`);
}

/** @throws Error if the data has no such row */
export async function assertRow(judgements: GoldProject["judgements"], row: string): Promise<LocatedKey> {
  const [found] = await judgements.locate([row]);
  if (!found || found.rows === 0) throw new Error(`The data has no row "${row}". Give ${ROW}.`);
  return found;
}

interface RetractFlags extends GoldFlags {
  row: string;
  by: string;
}

/** `lf-lens gold retract`: a judgement that no longer holds. */
export function retractCommand(): Command {
  return new Command("retract")
    .description("Take a judgement back: a line is appended that says so.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--row <id>", ROW)
    .requiredOption("--by <who>", "whose judgement")
    .option("--allow-outside", "allow data outside the project folder")
    .action((folder: string, flags: RetractFlags) =>
      withGoldProject(folder, flags, false, async ({ judgements }) => {
        const { row, by } = flags;
        const own = judgements.judged.get(row)?.find((one) => one.by === by && one.label !== null);
        if (!own) throw new Error(`${by} has given row "${row}" no label.`);
        await judgements.add([{ row, label: null, by, at: now(), how: own.how }]);
        print(`${by}: row ${row} has no judgement any more.`);
      }),
    );
}
