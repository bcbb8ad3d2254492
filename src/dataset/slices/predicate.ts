import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnInfo } from "../../core/data/cells";
import { nearest } from "../../sdk/nearest";
import { parsePredicate, type SqlNode } from "./parsePredicate";

/** A predicate that may run: what it reads. */
export interface CheckedPredicate {
  /** The data's columns in it. */
  readonly columns: readonly string[];
}

interface SqlFunction {
  readonly type: string;
  readonly stability: string;
}

/** DuckDB's functions by their names in lower case. */
export type SqlFunctions = ReadonlyMap<string, readonly SqlFunction[]>;

export async function knownFunctions(connection: DuckDBConnection): Promise<SqlFunctions> {
  const found = await connection.runAndReadAll("SELECT DISTINCT lower(function_name), function_type, stability FROM duckdb_functions()");
  const functions = new Map<string, SqlFunction[]>();
  for (const [name, type, stability] of found.getRows().map((row) => row.map(String)))
    functions.set(name!, [...(functions.get(name!) ?? []), { type: type!, stability: stability! }]);
  return functions;
}

export interface PredicateContext {
  readonly connection: DuckDBConnection;
  readonly columns: readonly ColumnInfo[];
  readonly functions: SqlFunctions;
  /** The gold column's name: figures on slices of it would be figures on rows with gold alone. */
  readonly gold?: string | undefined;
}

/**
 * Checks that SQL is one expression over the data's columns, which does nothing but compute: no subquery, no table, no window or
 * aggregate, and only functions that give the same for the same cells. It has not run after this.
 * @throws Error in plain words
 */
export async function checkPredicate(sql: string, context: PredicateContext): Promise<CheckedPredicate> {
  const expression = await parsePredicate(sql, context.connection);
  const columns = new Set<string>();
  const functions = new Set<string>();
  walk(expression, new Set(), (node, bound) => {
    const refused = REFUSED[node.class];
    if (refused !== undefined) throw new Error(`A slice is a condition on one row, without ${refused}.`);
    if (!ALLOWED.has(node.class)) throw new Error(`A slice cannot have ${node.type.toLowerCase().replaceAll("_", " ")} in it.`);
    if (node.class === "FUNCTION") functions.add(node.function_name!.toLowerCase());
    if (node.class === "COLUMN_REF" && !bound.has(node.column_names![0]!)) columns.add(columnOf(node.column_names!, context));
  });
  for (const name of functions) assertFunction(name, context.functions);
  return { columns: [...columns] };
}

const ALLOWED = new Set([
  ...["BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION"],
  ...["LAMBDA", "LAMBDA_REF", "OPERATOR"],
]);

const REFUSED: Readonly<Record<string, string>> = {
  SUBQUERY: "subqueries",
  WINDOW: "window functions",
  STAR: "*",
  PARAMETER: "parameters",
};

type Visit = (node: SqlNode, bound: ReadonlySet<string>) => void;

/** @param bound names of the parameters of the lambdas around */
function walk(value: unknown, bound: ReadonlySet<string>, visit: Visit): void {
  if (Array.isArray(value)) return value.forEach((item) => walk(item, bound, visit));
  if (typeof value !== "object" || value === null) return;
  const node = value as SqlNode;
  if (typeof node.class !== "string") return Object.values(value).forEach((item) => walk(item, bound, visit));
  if (node.class === "LAMBDA") {
    const parameters: string[] = [];
    walk(node.lhs, new Set(), (inner) => inner.class === "COLUMN_REF" && parameters.push(inner.column_names![0]!));
    return walk(node.expr, new Set([...bound, ...parameters]), visit);
  }
  visit(node, bound);
  for (const [key, part] of Object.entries(node)) if (key !== "value" || node.class !== "CONSTANT") walk(part, bound, visit);
}

function columnOf(path: readonly string[], { columns, gold }: PredicateContext): string {
  const name = path.join(".");
  const found = columns.find((column) => column.name === name) ?? columns.find((column) => sameName(column.name, name));
  const names = columns.flatMap((column) => (column.name === gold ? [] : [column.name]));
  if (found && found.name === gold)
    throw new Error(`Slices cannot read the gold column "${gold}": most rows have no gold. Filter by gold label in the panel instead.`);
  if (found) return found.name;
  const near = nearest(name, names);
  const help = near === undefined ? `The columns are ${names.slice(0, 12).join(", ")}.` : `Did you mean "${near}"?`;
  throw new Error(`There is no column "${name}". ${help} Text stands in single quotes.`);
}

/** SQL takes names in any case. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What says something of DuckDB instead of the row. */
const OF_DUCKDB = /^(current_|session_|pg_|has_|getvariable$|version$|col_description$|obj_description$|shobj_description$)/;

function assertFunction(name: string, functions: SqlFunctions): void {
  const kinds = functions.get(name) ?? [];
  const isPure = ({ type, stability }: SqlFunction): boolean => (type === "scalar" && stability === "CONSISTENT") || type === "macro";
  if (kinds.some(isPure) && !OF_DUCKDB.test(name)) return;
  if (kinds.length === 0) throw new Error(`There is no SQL function "${name}".`);
  const why = kinds.some(({ type }) => type === "aggregate")
    ? "looks at many rows; a slice is a condition on one row"
    : kinds.some(({ type }) => type === "scalar")
      ? "does not give the same for the same row each time"
      : "reads something else than the row";
  throw new Error(`"${name}" cannot be in a slice: it ${why}.`);
}
