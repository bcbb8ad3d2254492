import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../cells/duckdb";

/** An expression as DuckDB's own parser gives it. */
export interface SqlNode {
  readonly class: string;
  readonly type: string;
  readonly alias?: string;
  readonly function_name?: string;
  readonly column_names?: readonly string[];
  /** Of a lambda. */
  readonly lhs?: unknown;
  readonly expr?: unknown;
}

interface SelectNode {
  readonly type: string;
  readonly modifiers: readonly unknown[];
  readonly cte_map: { readonly map: readonly unknown[] };
  readonly select_list: readonly SqlNode[];
  readonly from_table: { readonly type: string };
  readonly where_clause: unknown;
  readonly group_expressions: readonly unknown[];
  readonly having: unknown;
  readonly sample: unknown;
  readonly qualify: unknown;
}

interface Parsed {
  readonly error: boolean;
  readonly error_message?: string;
  readonly statements?: readonly { readonly node: SelectNode }[];
}

/** @throws Error in plain words if the text is not one SQL expression */
export async function parsePredicate(sql: string, connection: DuckDBConnection): Promise<SqlNode> {
  if (sql.length > MOST_CHARACTERS)
    throw new Error(`The condition is too long: it has ${sql.length} characters, and at most ${MOST_CHARACTERS} are read.`);
  // The line break ends a comment.
  const reply = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoteText(`SELECT ${sql}\n`)})`);
  const parsed = JSON.parse(String(reply.getRows()[0]![0])) as Parsed;
  if (parsed.error || !parsed.statements)
    throw new Error(`This is not a SQL condition: ${(parsed.error_message ?? "").replaceAll("\n", " ")}. ${EXAMPLE}`);
  const node = parsed.statements.length === 1 ? parsed.statements[0]!.node : undefined;
  const only = node && isPlain(node) ? node.select_list[0] : undefined;
  if (!only || (only.alias ?? "") !== "") throw new Error(`A slice is one SQL condition on a row and nothing else. ${EXAMPLE}`);
  return only;
}

const MOST_CHARACTERS = 20_000;
const EXAMPLE = "Write what would stand behind WHERE, such as: length(text) < 40.";

const isPlain = (node: SelectNode): boolean =>
  node.type === "SELECT_NODE" &&
  node.select_list.length === 1 &&
  node.from_table.type === "EMPTY" &&
  [node.modifiers, node.cte_map.map, node.group_expressions].every(({ length }) => length === 0) &&
  [node.where_clause, node.having, node.sample, node.qualify].every((part) => part === null);
