import type { LabelFormat } from "../protocol/engine";

const endings: Record<string, LabelFormat> = { ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet" };

/** The format that a file's name asks for; undefined for an unknown ending. */
export function labelFormatOf(path: string): LabelFormat | undefined {
  const ending = /\.[^./\\]+$/.exec(path)?.[0]?.toLowerCase();
  return ending === undefined ? undefined : endings[ending];
}
