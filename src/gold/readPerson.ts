import { createHash } from "node:crypto";
import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { createJudgedRows } from "../core/gold/judgement";
import { isInside } from "../files/paths";
import { readRegularFileSync } from "../files/regularFile";
import { GOLD_ENDING, GOLD_FOLDER, parseGoldFile } from "./readGold";

/** What one person says of rows now. */
export interface PersonLabels {
  readonly labels: ReadonlyMap<string, string>;
  /** Of the file's bytes; empty where there is none. */
  readonly digest: string;
}

const MOST_BYTES = 1 << 30;

/** The path of a person's judgements. */
export const personFile = (root: string, by: string): string => join(root, GOLD_FOLDER, `${by}${GOLD_ENDING}`);

/**
 * Reads what a person said, at once, for code that cannot wait. A person without a file has said nothing.
 * @throws Error in plain words, naming the file, if it cannot be read
 */
export function readPerson(root: string, by: string): PersonLabels {
  const file = personFile(root, by);
  if (!statSync(file, { throwIfNoEntry: false })) return { labels: new Map(), digest: "" };
  if (!isInside(realpathSync(file), realpathSync(root))) throw new Error(`${file} leads outside the project, so it is not read.`);
  const bytes = readRegularFileSync(file, MOST_BYTES);
  const rows = createJudgedRows();
  for (const judgement of parseGoldFile(file, bytes.toString("utf8")).judgements) if (judgement.by === by) rows.add(judgement);
  const labels = [...rows.rows].flatMap(([row, [own]]): [string, string][] => (own!.label === null ? [] : [[row, own!.label]]));
  return { labels: new Map(labels), digest: createHash("sha256").update(bytes).digest("base64url") };
}
