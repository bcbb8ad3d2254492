import type { Split } from "../../core/data/cells";
import { createDraw } from "../../core/data/sampling";
import { rowsWithGold } from "../../core/statistics/votes";
import { hashFiles } from "../../engine/output/exportInputs";
import type { GoldRows } from "../../jobs/tuned/goldRows";
import { goldFiles } from "../../gold/readGold";
import { withData, type DataPorts } from "./openData";

export interface GoldRequest {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly split: Split;
  /** All, if absent; else as many, drawn by their ids, so that more of them hold the fewer. */
  readonly rows?: number | "all";
}

/**
 * Reads rows with gold of a project's data; no LF runs.
 * @throws Error in plain words if the project or its data cannot be read, or if the split has no gold
 */
export const readGoldRows = ({ root, split, rows = "all" }: GoldRequest, ports: DataPorts): Promise<GoldRows> =>
  withData(root, { rows: "all", split }, ports, async (data) => {
    const { config, spec, info } = data;
    const withGold = rowsWithGold(info.sample.gold);
    if (withGold.length === 0)
      throw new Error(
        `No row of ${split} has gold, so there is nothing to score answers against. Choose another split, or set the gold column.`,
      );
    const draw = createDraw({ rows, seed: spec.sample.seed, split: "all" });
    for (const row of withGold) draw.offer(0, info.sample.ids[row]!, row);
    const drawn = await data.rows(draw.rows());
    return {
      labels: config.labels,
      split,
      goldColumn: config.columns.gold,
      goldRows: withGold.length,
      rows: drawn.map(({ row, cells }) => ({ id: info.sample.ids[row]!, gold: info.sample.gold[row]!, cells })),
      data: await hashFiles(root, [...info.files, ...(await goldFiles(root, ports.boundary(root))).files]),
    };
  });
