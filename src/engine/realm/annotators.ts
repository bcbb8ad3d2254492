import { statSync } from "node:fs";
import type { CellValue } from "../../core/data/cells";
import type { Problem } from "../../core/data/problem";
import { nameProblem } from "../../core/gold/judgement";
import { contentKey, ownKey } from "../../dataset/open/rowKeys";
import { personFile, readPerson, type PersonLabels } from "../../gold/readPerson";
import type { ProjectSpec } from "../../protocol/engine";
import { labelsSaid, type annotator } from "../../sdk/annotator";

/** `annotator` of the SDK for a project's LFs, and what is known of the people that it was asked for. */
export interface Annotators {
  readonly annotator: typeof annotator;
  /** Forgets who was asked for. */
  readonly begin: () => void;
  /** Who was asked for since then, sorted. */
  readonly asked: () => readonly string[];
  /** Changes when what these people say changes: looks at their files. */
  readonly versionOf: (people: readonly string[]) => string;
  readonly fileOf: (person: string) => string;
}

export function createAnnotators({ root, columns }: Pick<ProjectSpec, "root" | "columns">): Annotators {
  const known = new Map<string, PersonLabels & { readonly signature: string }>();
  const asked = new Set<string>();
  const keyOf = createKeys(columns);

  function read(by: string): PersonLabels {
    const there = statSync(personFile(root, by), { throwIfNoEntry: false });
    const signature = there ? `${there.size} ${there.mtimeMs}` : "";
    const before = known.get(by);
    if (before?.signature === signature) return before;
    const found = { ...readPerson(root, by), signature };
    known.set(by, found);
    return found;
  }

  return {
    annotator(by) {
      const problem = typeof by === "string" ? nameProblem(by) : "annotator() takes a person's name";
      if (problem !== undefined) throw new TypeError(problem);
      asked.add(by);
      read(by);
      return labelsSaid((row) => known.get(by)!.labels.get(keyOf(row)));
    },
    begin: () => asked.clear(),
    asked: () => [...asked].sort(),
    versionOf: (people) => JSON.stringify(people.map((by) => read(by).digest)),
    fileOf: (person) => personFile(root, person),
  };
}

/** What judgements know a row by, from the row that an LF sees: it has no gold. */
function createKeys({ id, split }: ProjectSpec["columns"]): (row: object) => string {
  const known = new WeakMap<object, string>();
  return (given) => {
    const row = given as Readonly<Record<string, CellValue>>;
    const own = id === undefined ? undefined : ownKey(row[id] ?? null);
    if (own !== undefined) return own;
    const before = known.get(row);
    if (before !== undefined) return before;
    const key = contentKey(Object.entries(row).filter(([name]) => name !== split));
    known.set(row, key);
    return key;
  };
}

/** Judgements that are gold as well make their LF right by definition: says so. */
export function votersInGold(file: string, people: readonly string[], voters: readonly string[]): Problem[] {
  const both = people.filter((by) => !voters.includes(by));
  if (both.length === 0) return [];
  const list = both.map((by) => `"${by}"`).join(", ");
  const message = `The judgements of ${both.join(", ")} are votes here and gold as well, so their accuracy says nothing. Add to lf.config.json: "gold": { "voters": [${list}] }.`;
  return [{ file, line: 1, severity: "warning", message }];
}
