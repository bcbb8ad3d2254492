import { join } from "node:path";
import type { DatasetInfo, EngineEvents, ProjectSpec, SampleSpec } from "../../protocol/engine";
import { parseConfig } from "../config/parse";
import { CONFIG_FILE, type ProjectConfig } from "../config/schema";
import { defaultLimits } from "../config/limits";
import { resolveSpec } from "../config/spec";
import type { Engine, ProjectPorts } from "../project/ports";

export type DataPorts = Pick<ProjectPorts, "engine" | "readText" | "boundary" | "log">;

/** A project's data, opened for reading; no LF runs. */
export interface OpenData {
  readonly config: ProjectConfig;
  readonly spec: ProjectSpec;
  readonly info: DatasetInfo;
  readonly rows: Engine["rows"];
  readonly compare: Engine["compare"];
}

/**
 * Opens a project's data in an engine of its own, which ends with the work.
 * @param root the project's folder, absolute
 * @param sample in place of the config's
 * @throws Error in plain words if the project or its data cannot be read
 */
export async function withData<T>(
  root: string,
  sample: Partial<SampleSpec>,
  { engine, readText, boundary, log }: DataPorts,
  work: (data: OpenData) => Promise<T>,
): Promise<T> {
  const configFile = join(root, CONFIG_FILE);
  const text = await readText(configFile).catch(() => {
    throw new Error(`There is no ${CONFIG_FILE} in ${root}. Give the project folder whose rows to use.`);
  });
  const parsed = parseConfig(text, configFile);
  const { config } = parsed;
  if (!config) throw new Error(parsed.problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));
  const { spec, problems } = resolveSpec(parsed, config, root, { limits: defaultLimits, boundary: boundary(root), sample });
  if (!spec) throw new Error(problems.map(({ message }) => message).join("\n"));
  const own = engine(quiet(log));
  try {
    return await work({
      config,
      spec,
      info: await own.open(spec),
      rows: (rows) => own.rows(rows),
      compare: (request) => own.compare(request),
    });
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
