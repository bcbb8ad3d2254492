import { InvalidArgumentError } from "commander";
import { SPLITS, type Split } from "../core/data/cells";
import type { TokenPrice } from "../protocol/tunedModel";
import { checkLimit } from "../services/config/limits";
import { parseShares } from "../services/export/options";
import { parseTokenPrice } from "../services/tunedModel/tokenPrice";

/** Beyond it numbers are no longer exact. */
const LARGEST = `at most ${Number.MAX_SAFE_INTEGER}`;

const splitNames = new Map<string, Split | "all">([
  ...SPLITS.map((split): [string, Split] => [split, split]),
  ["valid", "dev"],
  ["validation", "dev"],
  ["val", "dev"],
  ["all", "all"],
]);

/** `--split`: train, dev (valid, validation, val), test or all. */
export function parseSplit(text: string): Split | "all" {
  const split = splitNames.get(text.toLowerCase());
  if (!split) throw new InvalidArgumentError("It must be train, dev, test or all.");
  return split;
}

/** `--split` of commands that train: whose rows are kept for scoring. */
export function parseScoredSplit(text: string): Split {
  const split = parseSplit(text);
  if (split === "all") throw new InvalidArgumentError("It must be train, dev or test.");
  return split;
}

/** `--rows`: a whole number above 0, or all. */
export function parseRows(text: string): number | "all" {
  if (text === "all") return "all";
  const rows = Number(text);
  if (!Number.isSafeInteger(rows) || rows < 1) throw new InvalidArgumentError(`It must be a whole number above 0, or all; ${LARGEST}.`);
  return rows;
}

/** How many: a whole number above 0. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError(`It must be a whole number above 0; ${LARGEST}.`);
  return count;
}

/** Names with commas between them. */
export function parseNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("It must be names with commas between them.");
  return names;
}

/** `--resplit`: shares of train/test or train/dev/test. */
export function parseResplit(text: string): ReturnType<typeof parseShares> {
  try {
    return parseShares(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** `--seed`: any whole number. */
export function parseSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(seed)) throw new InvalidArgumentError(`It must be a whole number; ${LARGEST}.`);
  return seed;
}

/** `--lf-seconds`: as long as one LF may take. */
export function parseLfSeconds(text: string): number {
  const { value, problem } = checkLimit("lfSeconds", text.trim() === "" ? undefined : Number(text));
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return value;
}

/** "0.15:0.6": US dollars for a million tokens sent and answered. */
export function parsePrice(text: string): TokenPrice {
  try {
    return parseTokenPrice(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** A probability, 0 to 1. */
export function parseThreshold(text: string): number {
  const threshold = Number(text);
  if (text.trim() === "" || !(threshold >= 0 && threshold <= 1)) throw new InvalidArgumentError("It must be a number from 0 to 1.");
  return threshold;
}
