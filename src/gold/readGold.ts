import { dirname, join } from "node:path";
import type { Problem } from "../core/data/problem";
import { createJudgedRows, type Judged, type Judgement } from "../core/gold/judgement";
import { findFiles } from "../files/findFiles";
import { OUTSIDE_ADVICE } from "../files/paths";
import { readRegularText } from "../files/regularFile";
import { parseGoldLine } from "./goldLine";

/** The folder of a project's judgements: a file for each person, a line for each judgement. */
export const GOLD_FOLDER = "gold";
export const GOLD_ENDING = ".jsonl";

/** A project's judgements as its files have them. */
export interface FoundGold {
  readonly judged: Judged;
  /** Files that were read, absolute, sorted. */
  readonly files: readonly string[];
  /** Lines with a judgement, those that later ones replace too. */
  readonly lines: number;
  /** Lines that cannot be read, and files that are not. */
  readonly problems: readonly Problem[];
}

/** Whether a path is that of a judgement file. */
export const isGoldFile = (path: string, root: string): boolean => dirname(path) === join(root, GOLD_FOLDER) && path.endsWith(GOLD_ENDING);

/**
 * The judgement files of a project: absolute, sorted.
 * @param boundary a folder that they must really lie in; undefined allows any
 */
export const goldFiles = (root: string, boundary: string | undefined): ReturnType<typeof findFiles> =>
  findFiles([`${GOLD_FOLDER}/*${GOLD_ENDING}`], { root, boundary });

/** Reads all judgements of a project. A line that cannot be read is named and skipped. */
export async function readGold(root: string, boundary: string | undefined): Promise<FoundGold> {
  const { files, outside } = await goldFiles(root, boundary);
  const problems: Problem[] = outside.map((file) => ({ file, severity: "error", message: `leads outside the project. ${OUTSIDE_ADVICE}` }));
  const judged = createJudgedRows();
  let lines = 0;
  for (const file of files) {
    try {
      const found = parseGoldFile(file, await readRegularText(file));
      for (const judgement of found.judgements) judged.add(judgement);
      lines += found.judgements.length;
      problems.push(...found.problems);
    } catch (error) {
      problems.push({ file, severity: "error", message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return { judged: judged.rows, files, lines, problems };
}

/** More lines than this are not named one by one. */
const MOST_NAMED = 100;

export function parseGoldFile(file: string, text: string): { readonly judgements: Judgement[]; readonly problems: Problem[] } {
  const judgements: Judgement[] = [];
  const problems: Problem[] = [];
  let [line, bad] = [0, 0];
  for (let from = text.startsWith("\uFEFF") ? 1 : 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    const own = text.slice(from, end < 0 ? text.length : end);
    from = end < 0 ? text.length : end + 1;
    line++;
    if (own.trim() === "") continue;
    const parsed = parseGoldLine(own);
    if (!("problem" in parsed)) judgements.push(parsed);
    else if (++bad <= MOST_NAMED) problems.push({ file, line, severity: "warning", message: badLine(parsed.problem) });
  }
  const noGold = `None of its ${bad} lines is a judgement, so it is not read. ${GOLD_FOLDER}/ is the folder of judgements: move other files elsewhere.`;
  if (bad > 1 && judgements.length === 0) return { judgements, problems: [{ file, severity: "warning", message: noGold }] };
  if (bad > MOST_NAMED) problems.push({ file, severity: "warning", message: `${bad - MOST_NAMED} more lines of judgements are skipped` });
  return { judgements, problems };
}

const badLine = (problem: string): string => `This judgement is skipped: ${problem}. Fix or remove the line.`;
