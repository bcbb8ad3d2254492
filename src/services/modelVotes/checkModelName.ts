import { scanExports } from "../../core/data/scanExports";
import { readRegularText } from "../../files/regularFile";
import { findLfFiles } from "../project/lfFiles";
import { lfPatterns, modelFolder } from "./modelFolder";
import { modelLfFile } from "./writeModelLf";

export interface NamedModel {
  /** The project's folder. */
  readonly root: string;
  /** The LF's name. */
  readonly name: string;
  /** The job whose model it is; absent for the project's end model. */
  readonly job?: string;
}

/**
 * Sees to it that a model's LF takes no other LF's name, and no other model's votes; before anything is asked or paid for.
 * @throws Error in plain words if it would
 */
export async function checkModelName({ root, name, job }: NamedModel): Promise<void> {
  const own = modelLfFile(await modelFolder(root), name);
  const there = await readRegularText(own).catch(() => undefined);
  if (there !== undefined && !there.includes(`./${name}.votes.json`))
    throw new Error(`${own} is not an LF with model votes. Choose another name.`);
  const votesOf = there === undefined ? job : jobOf(there, job);
  if (votesOf !== job) throw new Error(`${own} has the votes of ${votesOf ? `job ${votesOf}` : "the end model"}. Choose another name.`);
  const { files } = await findLfFiles(root, await lfPatterns(root), root);
  for (const file of files) {
    if (file === own) continue;
    const text = await readRegularText(file).catch(() => "");
    if (scanExports(text).some((found) => found.name === name))
      throw new Error(`There is already an LF named "${name}": ${file}. Choose another name.`);
  }
}

/** The job that the first line of a model's LF names. @param otherwise where its author has changed that line */
function jobOf(text: string, otherwise: string | undefined): string | undefined {
  const [line = ""] = text.split("\n");
  if (!line.startsWith("// Votes of ")) return otherwise;
  return /\bjob ([\w-]+)/.exec(line)?.[1];
}
