import type { Split } from "../../core/data/cells";
import { createDraw } from "../../core/data/sampling";
import { rowsWithGold } from "../../core/statistics/votes";
import { hashFiles } from "../../engine/output/inputs";
import type { DatasetInfo, SampleSpec } from "../../protocol/engine";
import type { Engine } from "../project/ports";
import type { GoldRows } from "../../jobs/tuned/goldRows";
import { goldFiles } from "../../gold/readGold";
import { onSample, type LongWork } from "../tasks/longWork";

export interface GoldRequest {
  readonly split: Split;
  /** All, if absent; else as many, drawn by their ids, so that more of them hold the fewer. */
  readonly rows?: number | "all";
}

/** The sample in which all rows with gold of a split are. */
export const goldSample = (split: Split): Partial<SampleSpec> => ({ rows: "all", split });

/** Reads rows with gold of a project's data, a task; no LF runs. Rejects with a plain message, also if the split has no gold. */
export async function readGoldRows(work: LongWork, { split, rows = "all" }: GoldRequest): Promise<GoldRows> {
  const { root, tasks, state, ready } = work;
  const { config, spec } = ready();
  const read = async (engine: Engine, info: DatasetInfo): Promise<GoldRows> => {
    const withGold = rowsWithGold(info.sample.gold);
    if (withGold.length === 0)
      throw new Error(
        `No row of ${split} has gold, so there is nothing to score answers against. Choose another split, or set the gold column.`,
      );
    const draw = createDraw({ rows, seed: spec.sample.seed, split: "all" });
    for (const row of withGold) draw.offer(0, info.sample.ids[row]!, row);
    const drawn = await engine.rows(draw.rows());
    return {
      labels: config.labels,
      split,
      goldColumn: config.columns.gold,
      goldRows: withGold.length,
      rows: drawn.map(({ row, cells }) => ({ id: info.sample.ids[row]!, gold: info.sample.gold[row]!, cells })),
      data: await hashFiles(root, [...info.files, ...(await goldFiles(root, spec.boundary)).files]),
    };
  };
  const title = `Rows with gold of ${state().name}`;
  return tasks.run({ kind: "read", title, excludes: [] }, (task) => onSample(work, task, goldSample(split), read));
}
