import { join } from "node:path";
import * as z from "zod";
import { nameProblem } from "../../core/gold/judgement";
import { ownFolder } from "../../files/ownFolder";
import { writeAtomically } from "../../files/writeAtomically";
import { GOLD_FOLDER } from "../../gold/readGold";

/** Where the rows that people are to judge are named: a file for each person. */
const ASSIGNED = "assigned";

const assignedSchema = z.strictObject({
  for: z.string(),
  /** How the rows were drawn: goes into the judgements. */
  how: z.string().min(1),
  rows: z.array(z.string()),
});
export type Assigned = z.infer<typeof assignedSchema>;

const pathOf = (root: string, person: string): string => join(root, GOLD_FOLDER, ASSIGNED, `${person}.json`);

/**
 * Deals rows out to people, the same number to each.
 * @param rows keys, the most wanted first
 * @param each rows for one person
 * @param overlap how many of these all people get
 * @returns each person's rows; fewer where there are not enough
 */
export function deal(rows: readonly string[], people: readonly string[], each: number, overlap: number): ReadonlyMap<string, string[]> {
  const shared = rows.slice(0, Math.min(overlap, each));
  const rest = rows.slice(shared.length);
  return new Map(
    people.map((person, at) => [person, [...shared, ...rest.filter((_, i) => i % people.length === at).slice(0, each - shared.length)]]),
  );
}

/** Writes a person's rows in the place of earlier ones. @returns the file's absolute path */
export async function writeAssigned(root: string, assigned: Assigned): Promise<string> {
  const problem = nameProblem(assigned.for);
  if (problem !== undefined) throw new Error(problem);
  await ownFolder(root, GOLD_FOLDER, ASSIGNED);
  const path = pathOf(root, assigned.for);
  await writeAtomically(path, `${JSON.stringify(assigned, null, 1)}\n`);
  return path;
}

/** The rows that a person was given; undefined if none were. @throws Error naming the file if it cannot be read */
export async function readAssigned(
  root: string,
  person: string,
  readText: (path: string) => Promise<string>,
): Promise<Assigned | undefined> {
  if (nameProblem(person) !== undefined) return undefined;
  const path = pathOf(root, person);
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return assignedSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} does not hold assigned rows as they are written here. Assign rows again.`);
  }
}
