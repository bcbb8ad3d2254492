import { ABSTAIN } from "../../core/statistics/votes";
import type { Dataset } from "../../dataset/open/dataset";
import { rowKeys } from "../../dataset/open/rowKeys";
import type { EngineEvents, LocatedKey, ProjectSpec } from "../../protocol/engine";

export interface LocateInput {
  readonly spec: ProjectSpec;
  readonly dataset: Dataset;
  readonly keys: readonly string[];
  readonly onProgress: EngineEvents["progress"];
}

/** Looks keys of judgements up in all rows of the data, in one scan. Memory holds what is known of the keys. */
export async function locateRows({ spec, dataset, keys, onProgress }: LocateInput): Promise<LocatedKey[]> {
  const found = new Map<string, LocatedKey>(keys.map((key) => [key, { rows: 0, gold: ABSTAIN }]));
  let done = 0;
  for await (const table of dataset.scan({ gold: "data" })) {
    rowKeys(table, spec).forEach((key, row) => {
      const known = found.get(key);
      if (!known) return;
      const { id = table.ids[row]!, rows } = known;
      found.set(key, { id, rows: rows + 1, gold: known.gold === ABSTAIN ? table.gold[row]! : known.gold });
    });
    done += table.rows;
    onProgress({ what: "looking judged rows up", done, total: dataset.info.rows });
  }
  return keys.map((key) => found.get(key)!);
}
