import type { TableFormat } from "../../core/export/exportOptions";
import type { DenoisedTable } from "../../protocol/voteTable";
import { createLabelWriter } from "./write";

/** Rows that are written at a time. */
const BATCH_ROWS = 8_192;

/** Writes id, label (null where there is none) and one probability per label for each row; the file appears when it is whole. */
export async function writeDenoised(out: string, format: TableFormat, { labels, ids, label, proba }: DenoisedTable): Promise<void> {
  const writer = await createLabelWriter(out, format, [
    { name: "id", type: "string" },
    { name: "label", type: "string" },
    ...labels.map((name) => ({ name: `p_${name}`, type: "number" as const })),
  ]);
  try {
    for (let start = 0; start < ids.length; start += BATCH_ROWS) {
      const rows = Array.from({ length: Math.min(BATCH_ROWS, ids.length - start) }, (_, at) => start + at);
      await writer.write([
        rows.map((row) => ids[row]!),
        rows.map((row) => labels[label[row]!] ?? null),
        ...labels.map((_, k) => rows.map((row) => proba[row * labels.length + k]!)),
      ]);
    }
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
