import { createHash } from "node:crypto";
import ts from "typescript";
import { readStatement, type StatementFacts } from "./statements";

/** A bundle's code, as esbuild prints it (format cjs). */
export const parseBundle = (code: string): ts.SourceFile =>
  ts.createSourceFile("bundle.js", code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);

export interface BundleExport {
  /** Its name in the bundle. */
  readonly local: string;
  readonly hash: string;
}

/**
 * For each export of a bundle: a hash of all the code that can have a part in its value.
 *
 * That is its own statement and every top-level statement it can reach by name, through imports too (a bundle is one scope). To
 * these come statements that are no declarations, for nobody knows what they do; and whatever may change a variable that is
 * reached, or calls something that may while the bundle loads. So an edit to one LF of a file changes its hash alone, an edit to a
 * shared function those of its users, and a comment none.
 * @param source without comments and spaces
 * @param sdk the bundle's names for "lf-lens"
 */
export function hashExports(source: ts.SourceFile, sdk: ReadonlySet<string>): Map<string, BundleExport> {
  const statements = source.statements.map((statement) => readStatement(statement, statement.getText(source), sdk));
  const graph = graphOf(statements);
  const exported = statements.find(({ exportList }) => exportList && isEntry(statements, exportList.target))?.exportList?.names ?? [];
  return new Map(Array.from(exported, ([name, local]) => [name, { local, hash: hashReach(graph, local) }]));
}

interface Graph {
  readonly statements: readonly StatementFacts[];
  /** Statement -> the statements that come with it. */
  readonly next: readonly ReadonlySet<number>[];
  readonly declaredBy: ReadonlyMap<string, number>;
  readonly free: readonly number[];
}

/** The entry's exports are the ones that end in `module.exports`; those of other modules are lists like any other. */
const isEntry = (statements: readonly StatementFacts[], list: string): boolean =>
  statements.some(({ role, uses, exportList }) => role === "glue" && !exportList && uses.has(list));

function graphOf(statements: readonly StatementFacts[]): Graph {
  const declaredBy = new Map(statements.flatMap(({ declares }, index) => declares.map((name): [string, number] => [name, index])));
  const next = statements.map(({ uses }) => {
    // eval can see every name.
    const names = uses.has("eval") ? declaredBy.keys() : uses;
    return new Set(Array.from(names, (name) => declaredBy.get(name)).filter((index) => index !== undefined));
  });
  const link = (name: string, to: number): void => void next[declaredBy.get(name) ?? -1]?.add(to);
  const plain = next.map((targets) => new Set(targets));
  const changed = ({ assigns, alters }: StatementFacts): string[] => [
    ...assigns,
    ...[...alters].filter((name) => statements[declaredBy.get(name) ?? -1]?.constant === false),
  ];
  statements.forEach((statement, index) => {
    if (statement.exportList) link(statement.exportList.target, index);
    if (statement.role === "glue") return;
    for (const name of changed(statement)) link(name, index);
    if (statement.calls) for (const callee of reach(plain, [index])) for (const name of changed(statements[callee]!)) link(name, index);
  });
  return { statements, next, declaredBy, free: statements.flatMap(({ role }, index) => (role === "free" ? [index] : [])) };
}

function reach(next: readonly ReadonlySet<number>[], from: Iterable<number>): Set<number> {
  // A set may be added to while it is walked: what is new is walked too.
  const reached = new Set(from);
  for (const index of reached) for (const target of next[index]!) reached.add(target);
  return reached;
}

function hashReach({ statements, next, declaredBy, free }: Graph, name: string): string {
  const start = declaredBy.get(name);
  const reached = reach(next, start === undefined ? free : [start, ...free]);
  const hash = createHash("sha256").update(name);
  for (const index of [...reached].sort((a, b) => a - b)) hash.update(statements[index]!.hash);
  return hash.digest("base64");
}
