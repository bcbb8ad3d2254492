import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { textList } from "../../core/data/textList";
import { ABSTAIN, MAX_LABELS } from "../../core/statistics/votes";
import type { VoteTable } from "../../protocol/voteTable";

const votes = z.int().min(ABSTAIN).max(MAX_LABELS);

/** Vote matrices by split, as published ones are often kept: -1 abstains, and is the gold of a row without. */
const schema = z.object({
  classes: z.array(z.string()).min(1),
  lf_names: z.array(z.string()).optional(),
  splits: z.record(z.string(), z.object({ L: z.array(z.array(votes)), y: z.array(votes).optional() })),
});

/** Whether gzipped JSON holds rows, as an array or one object a line, and no vote matrices: these are one object. */
export function holdsRows(bytes: Uint8Array): boolean {
  let text: string;
  try {
    text = gunzipSync(bytes).toString("utf8").trimStart();
  } catch {
    return false;
  }
  return /^(\[|\{.*\}\s*?\n\s*\{)/.test(text.slice(0, 1_000_000));
}

/**
 * Reads a `.json.gz` of votes.
 * @throws Error naming what is wrong
 */
export function readVoteJson(bytes: Uint8Array): VoteTable {
  const { classes, lf_names, splits } = parsed(bytes);
  const parts = Object.entries(splits);
  const rows = parts.flatMap(([, part]) => part.L);
  const lfs = lf_names?.length ?? rows[0]?.length ?? 0;
  const uneven = rows.findIndex((row) => row.length !== lfs);
  if (uneven >= 0) throw new Error(`Row ${uneven} has ${rows[uneven]!.length} votes, but there are ${lfs} LFs.`);
  const unknown = rows.flat().find((vote) => vote >= classes.length);
  if (unknown !== undefined) throw new Error(`There is a vote ${unknown}, but there are only ${classes.length} classes.`);
  for (const [name, { L, y }] of parts) {
    if (y && y.length !== L.length) throw new Error(`Split ${name} has ${L.length} rows of votes, but gold for ${y.length}.`);
    const stranger = y?.find((label) => label >= classes.length);
    if (stranger !== undefined)
      throw new Error(`There is a gold label ${stranger} in ${name}, but there are only ${classes.length} classes.`);
  }
  const filled = parts.filter(([, { L }]) => L.length > 0);
  return {
    labels: classes,
    lfNames: lf_names ?? Array.from({ length: lfs }, (_, lf) => `lf_${lf}`),
    ids: textList(parts.flatMap(([name, part]) => part.L.map((_, row) => `${name}:${row}`))),
    splits: { names: filled.map(([name]) => name), of: Uint16Array.from(filled.flatMap(([, part], place) => part.L.map(() => place))) },
    matrix: {
      rows: rows.length,
      labels: classes.length,
      columns: Array.from({ length: lfs }, (_, lf) => Int16Array.from(rows, (row) => row[lf]!)),
      gold: Int16Array.from(parts.flatMap(([, part]) => part.L.map((_, row) => part.y?.[row] ?? ABSTAIN))),
    },
  };
}

function parsed(bytes: Uint8Array): z.infer<typeof schema> {
  let json: unknown;
  try {
    json = JSON.parse(gunzipSync(bytes).toString("utf8"));
  } catch (error) {
    throw new Error(`This is not gzipped JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new Error(
    `This is not a vote matrix: ${issue.path.join(".") || "the file"}: ${issue.message}. It needs classes and splits with L, and y for gold.`,
  );
}
