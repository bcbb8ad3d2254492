import { textsOf } from "../../core/data/textList";
import type { TableFormat } from "../../core/export/exportOptions";
import type { DenoisedTable } from "../../protocol/voteTable";
import { createLabelWriter } from "./write";

/** Rows that are written at a time. */
const BATCH_ROWS = 8_192;

/** Writes id, label (null where there is none) and one probability per label for each row; the file appears when it is whole. */
export async function writeDenoised(
  out: string,
  format: TableFormat,
  { labels, ids, rowPattern, label, proba }: DenoisedTable,
): Promise<void> {
  const writer = await createLabelWriter(out, format, [
    { name: "id", type: "string" },
    { name: "label", type: "string" },
    ...labels.map((name) => ({ name: `p_${name}`, type: "number" as const })),
  ]);
  try {
    for (let start = 0; start < ids.length; start += BATCH_ROWS) {
      const end = Math.min(start + BATCH_ROWS, ids.length);
      const patterns = Array.from(rowPattern.subarray(start, end));
      await writer.write([
        textsOf(ids, start, end),
        patterns.map((pattern) => labels[label[pattern]!] ?? null),
        ...labels.map((_, k) => patterns.map((pattern) => proba[pattern * labels.length + k]!)),
      ]);
    }
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
