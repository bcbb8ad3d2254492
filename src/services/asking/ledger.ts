import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readUnlinkedFile } from "../../files/regularFile";

/** One request that was answered. */
export interface Spending {
  /** ISO 8601. */
  readonly at: string;
  readonly endpoint: string;
  readonly model: string;
  /** As billed; null where the service does not say. */
  readonly input: number | null;
  readonly output: number | null;
  /** US dollars; null where the price is unknown. */
  readonly usd: number | null;
}

/** What a project's questions to models have cost: JSON lines that are only ever added, in the user's own storage. */
export interface Ledger {
  /** US dollars of all requests, and of those of the last 24 hours. */
  readonly spent: (now: number) => { readonly project: number; readonly daily: number };
  readonly add: (spending: Spending) => Promise<void>;
  readonly path: string;
}

const MOST_BYTES = 2 ** 29;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @param state the folder of `userStateFolder` @param root the project's folder */
export async function openLedger(state: string, root: string): Promise<Ledger> {
  const real = await realpath(root);
  const path = join(state, "spending", `${createHash("sha256").update(real).digest("hex").slice(0, 32)}.jsonl`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = await readUnlinkedFile(path, MOST_BYTES).then(String, (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const known = text.split("\n").flatMap(spendingIn);
  // A line that a crash has cut off ends here.
  let before = text === "" || text.endsWith("\n") ? "" : "\n";
  return {
    path,
    spent: (now) => ({
      project: sum(known),
      daily: sum(known.filter(({ at }) => now - Date.parse(at) < DAY_MS)),
    }),
    async add(spending) {
      known.push(spending);
      const file = await open(path, constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0), 0o600);
      try {
        await file.appendFile(`${before}${JSON.stringify(spending)}\n`);
        before = "";
      } finally {
        await file.close();
      }
    },
  };
}

const sum = (spent: readonly Spending[]): number => spent.reduce((total, { usd }) => total + (usd ?? 0), 0);

function spendingIn(line: string): Spending[] {
  try {
    const value = JSON.parse(line) as Spending;
    return typeof value.at === "string" && (value.usd === null || typeof value.usd === "number") ? [value] : [];
  } catch {
    return [];
  }
}
