import { dirname, join } from "node:path";
import type { Problem } from "../core/data/problem";
import { createJudgedRows, type Judged, type Judgement } from "../core/gold/judgement";
import { createRemarks, type Remark, type Remarks } from "../core/gold/remarks";
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
  /** Tags, comments and spot checks. */
  readonly remarks: Remarks;
  /** Files that were read, absolute, sorted. */
  readonly files: readonly string[];
  /** Lines with a judgement or a remark, those that later ones replace too. */
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
  const remarks = createRemarks();
  let lines = 0;
  for (const file of files) {
    try {
      const found = parseGoldFile(file, await readRegularText(file));
      for (const judgement of found.judgements) judged.add(judgement);
      for (const remark of found.remarks) remarks.add(remark);
      lines += found.judgements.length + found.remarks.length;
      problems.push(...found.problems);
    } catch (error) {
      problems.push({ file, severity: "error", message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return { judged: judged.rows, remarks, files, lines, problems };
}

/** More lines than this are not named one by one. */
const MOST_NAMED = 100;

interface ParsedGold {
  readonly judgements: readonly Judgement[];
  readonly remarks: readonly Remark[];
  readonly problems: readonly Problem[];
}

export function parseGoldFile(file: string, text: string): ParsedGold {
  const judgements: Judgement[] = [];
  const remarks: Remark[] = [];
  const problems: Problem[] = [];
  let [line, bad] = [0, 0];
  for (let from = text.startsWith("\uFEFF") ? 1 : 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    const own = text.slice(from, end < 0 ? text.length : end);
    from = end < 0 ? text.length : end + 1;
    line++;
    if (own.trim() === "") continue;
    const parsed = parseGoldLine(own);
    if ("label" in parsed) judgements.push(parsed);
    else if (!("problem" in parsed)) remarks.push(parsed);
    else if (++bad <= MOST_NAMED) problems.push({ file, line, severity: "warning", message: badLine(parsed.problem) });
  }
  const noGold = `None of its ${bad} lines is a judgement, so it is not read. ${GOLD_FOLDER}/ is the folder of judgements: move other files elsewhere.`;
  if (bad > 1 && judgements.length + remarks.length === 0)
    return { judgements, remarks, problems: [{ file, severity: "warning", message: noGold }] };
  if (bad > MOST_NAMED) problems.push({ file, severity: "warning", message: `${bad - MOST_NAMED} more lines of judgements are skipped` });
  return { judgements, remarks, problems };
}

const badLine = (problem: string): string => `This judgement is skipped: ${problem}. Fix or remove the line.`;
