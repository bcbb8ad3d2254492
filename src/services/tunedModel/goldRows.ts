import { join } from "node:path";
import type { Split } from "../../core/cells";
import { createDraw } from "../../core/sampling";
import { rowsWithGold } from "../../core/votes";
import { hashFiles } from "../../engine/exportInputs";
import type { GoldRows } from "../../jobs/tuned/plan";
import { parseConfig } from "../config/parse";
import { CONFIG_FILE } from "../config/schema";
import { defaultLimits, resolveSpec } from "../config/spec";
import type { EngineEvents } from "../../protocol/engine";
import type { ProjectPorts } from "../project/ports";

export interface GoldRequest {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly split: Split;
  /** All, if absent; else as many, drawn by their ids, so that more of them hold the fewer. */
  readonly rows?: number;
}

/**
 * Reads rows with gold of a project's data, in an engine of its own; no LF runs.
 * @throws Error in plain words if the project or its data cannot be read, or if the split has no gold
 */
export async function readGoldRows(
  { root, split, rows }: GoldRequest,
  { engine, readText, boundary, log }: Pick<ProjectPorts, "engine" | "readText" | "boundary" | "log">,
): Promise<GoldRows> {
  const configFile = join(root, CONFIG_FILE);
  const text = await readText(configFile).catch(() => {
    throw new Error(`There is no ${CONFIG_FILE} in ${root}. Name the project whose rows are to be asked.`);
  });
  const parsed = parseConfig(text, configFile);
  const { config } = parsed;
  if (!config) throw new Error(parsed.problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));
  const sample = { rows: "all" as const, split };
  const { spec, problems } = resolveSpec(parsed, config, root, { limits: defaultLimits, boundary: boundary(root), sample });
  if (!spec) throw new Error(problems.map(({ message }) => message).join("\n"));
  const own = engine(quiet(log));
  try {
    const info = await own.open(spec);
    const withGold = rowsWithGold(info.sample.gold);
    if (withGold.length === 0)
      throw new Error(
        `No row of ${split} has gold: there is nothing to measure answers by. Choose another split, or name the gold column.`,
      );
    const draw = createDraw({ rows: rows ?? "all", seed: spec.sample.seed, split: "all" });
    for (const row of withGold) draw.offer(0, info.sample.ids[row]!, row);
    const drawn = await own.rows(draw.rows());
    return {
      labels: config.labels,
      split,
      goldColumn: config.columns.gold,
      goldRows: withGold.length,
      rows: drawn.map(({ row, cells }) => ({ id: info.sample.ids[row]!, gold: info.sample.gold[row]!, cells })),
      data: await hashFiles(root, info.files),
    };
  } finally {
    await own.dispose();
  }
}

const quiet = (log: EngineEvents["log"]): EngineEvents => ({
  log,
  progress: () => {},
  planned: () => {},
  lfStarted: () => {},
  lfDone: () => {},
});
