import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { nameProblem } from "../core/gold/judgement";
import { underLock } from "../files/lock";
import { ownFolder } from "../files/ownFolder";
import { isReallyInside, OUTSIDE_ADVICE } from "../files/paths";
import { writeNewFile } from "../files/userFile";
import { goldLine, type GoldLine } from "./goldLine";
import { GOLD_ENDING, GOLD_FOLDER } from "./readGold";

/** Git joins what two clones have appended, instead of asking which to take. */
const ATTRIBUTES = `*${GOLD_ENDING} merge=union text eol=lf\n`;

/** A file that has grown. */
export interface GrownFile {
  readonly path: string;
  readonly before: number;
  readonly after: number;
  readonly mtimeMs: number;
}

/**
 * Appends judgements and remarks to their people's files. When this resolves they are on the disk; what a kill cuts off before is at most a torn
 * last line, which readers name and skip.
 * @param root the project's folder, absolute
 * @param boundary a folder that the files must really lie in; undefined allows any
 * @returns each file with its size before and after, in bytes
 * @throws Error in plain words: a name that is none, a place that cannot be written
 */
export async function appendGold(
  root: string,
  boundary: string | undefined,
  judgements: readonly GoldLine[],
): Promise<readonly GrownFile[]> {
  const byPerson = new Map<string, GoldLine[]>();
  for (const judgement of judgements) byPerson.set(judgement.by, [...(byPerson.get(judgement.by) ?? []), judgement]);
  for (const by of byPerson.keys()) {
    const problem = nameProblem(by);
    if (problem !== undefined) throw new Error(problem);
  }
  const folder = join(root, GOLD_FOLDER);
  if (boundary !== undefined && !(await isReallyInside(folder, boundary)))
    throw new Error(`${folder} leads outside the project, so it is not written. ${OUTSIDE_ADVICE}`);
  await ownFolder(root, GOLD_FOLDER);
  await writeNewFile(join(folder, ".gitattributes"), ATTRIBUTES, boundary);
  const own = await ownFolder(root, ".lf-lens");
  return underLock(join(own, "gold.lock"), async () => {
    const grown: GrownFile[] = [];
    for (const [by, list] of byPerson) grown.push(await appendLines(join(folder, `${by}${GOLD_ENDING}`), list.map(goldLine)));
    return grown;
  });
}

/** A link is not followed: judgements belong into the project. */
async function appendLines(path: string, lines: readonly string[]): Promise<GrownFile> {
  const file = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o666);
  try {
    const there = await file.stat();
    if (!there.isFile()) throw new Error(`${path} is not a regular file. Move it away.`);
    const start = (await endsLine(file, there.size)) ? "" : "\n";
    await file.appendFile(`${start}${lines.join("\n")}\n`);
    await file.sync();
    const { size, mtimeMs } = await file.stat();
    return { path, before: there.size, after: size, mtimeMs };
  } finally {
    await file.close();
  }
}

/** Whether a file is empty or its last line is whole. */
async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === 0x0a;
}
