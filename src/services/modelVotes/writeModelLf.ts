import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { packVotes } from "../../core/data/keptVotes";
import { slashes } from "../../files/paths";
import { writeAtomically } from "../../files/writeAtomically";
import type { KeptVotes } from "../../sdk/votes";
import { modelFolder } from "./modelFolder";
import type { MadeTable } from "./voteTable";

export interface ModelLf {
  /** The project's folder. */
  readonly root: string;
  /** The LF's name, and that of its files. */
  readonly name: string;
  readonly idColumn: string;
  /** The least P(label) to vote with, 0..1. */
  readonly threshold: number;
  /** What voted: a line of the file's comment. */
  readonly madeFrom: string;
  readonly made: MadeTable;
}

/** The file of a model's LF. @param folder as modelFolder answers it */
export const modelLfFile = (folder: string, name: string): string => join(folder, `${name}.lf.ts`);

/**
 * Writes the votes, `<name>.votes.json`, which names their file, and `<name>.lf.ts` if it is not there, into the folder of models' LFs:
 * what its author has changed stays.
 * @returns the LF's file, absolute, and whether it is new
 */
export async function writeModelLf({
  root,
  name,
  idColumn,
  threshold,
  madeFrom,
  made,
}: ModelLf): Promise<{ file: string; isNew: boolean }> {
  const folder = await modelFolder(root);
  await mkdir(folder, { recursive: true });
  await writeVotes(root, folder, name, made);
  const file = modelLfFile(folder, name);
  const isNew = await writeFile(file, lfText({ name, idColumn, threshold, madeFrom, made }), { flag: "wx" }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
  return { file, isNew };
}

/** The votes get a name of their own by what they are, so that the JSON file names the old ones or the new ones, whenever this stops. */
async function writeVotes(root: string, folder: string, name: string, { table, abstains }: MadeTable): Promise<void> {
  const { labels, keys, votes, probabilities } = table;
  const columns = {
    keys: [...keys, ...abstains],
    votes: [...votes, ...abstains.map(() => -1)],
    probabilities: [...probabilities, ...abstains.map(() => 0)],
  };
  const bytes = packVotes(columns, (text) => Buffer.from(text));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = `${name}-${sha256.slice(0, 12)}.lfvotes`;
  await writeAtomically(join(folder, file), bytes);
  const kept: KeptVotes = { labels, file: slashes(relative(root, join(folder, file))), rows: columns.keys.length, sha256 };
  await writeAtomically(join(folder, `${name}.votes.json`), `${JSON.stringify(kept, undefined, 2)}\n`);
  for (const old of await readdir(folder)) if (old !== file && isVotesOf(name, old)) await rm(join(folder, old), { force: true });
}

const isVotesOf = (name: string, file: string): boolean =>
  file.startsWith(`${name}-`) && /^[0-9a-f]{12}\.lfvotes$/.test(file.slice(name.length + 1));

const lfText = ({ name, idColumn, threshold, madeFrom, made }: Omit<ModelLf, "root">): string =>
  `// ${madeFrom.replace(/\s+/g, " ")}
${whatItLearned(made)}
// Train an end model without it to judge what the other LFs are worth.
import { votes } from "lf-lens";
import table from "./${name}.votes.json";

export const ${name} = votes(${JSON.stringify(idColumn)}, table${threshold > 0 ? `, { threshold: ${threshold} }` : ""});
`;

function whatItLearned({ goldFrom }: MadeTable): string {
  if (goldFrom === undefined)
    return "// It was trained on the labels of the other LFs, and maybe on gold: on that gold its accuracy looks better than it is.";
  if (goldFrom.length === 0) return "// It was trained on the labels of the other LFs, without gold.";
  return `// It was trained on the labels of the other LFs and on gold of ${goldFrom.join(" and ")}. It abstains on those gold rows, because no model is scored on gold that it has seen.`;
}

/** A name for the LF of a job's model: by the job's suffix, if it has one. */
export function proposedName(suffix = ""): string {
  const words = suffix.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word, i) => (i === 0 ? word : `${word[0]!.toUpperCase()}${word.slice(1)}`)).join("");
  return nameProblem(name) === undefined ? name : "tunedModel";
}

/** Why a text cannot be an LF's name; undefined if it can. */
export function nameProblem(name: string): string | undefined {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return "Use letters, digits and _, starting with a letter, such as endModel.";
  if (name.length > LONGEST) return `Use at most ${LONGEST} characters.`;
  return RESERVED.has(name) ? `"${name}" is a reserved word. Choose another name.` : undefined;
}

const LONGEST = 100;

const RESERVED = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface package private protected public arguments eval undefined table votes".split(
    " ",
  ),
);
