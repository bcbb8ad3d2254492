import type { AllRowsReport, DatasetInfo, ProjectSpec } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { ProjectConfig } from "../config/schema";
import { labelModelSpec } from "../config/spec";
import { createOwnEngine, isCancelled } from "../project/ownEngine";
import type { Engine, ProjectPorts } from "../project/ports";
import type { AllRows, ProjectState } from "../project/state";

/** Statistics on all rows of a project, on request. */
export interface Measuring {
  /** Runs the LFs over all rows and counts, or joins who does so already. Rejects with a plain message, also when it is cancelled. */
  measure(options?: MeasureOptions): Promise<AllRowsReport>;
  /** Ends what is under way, but not in the project's own engine; the last numbers stay. Resolves when nothing is under way any more. */
  cancel(): Promise<void>;
  /** The same for good: nothing begins any more. */
  close(): Promise<void>;
}

export interface MeasureOptions {
  /** In the project's own engine, which does nothing else meanwhile. Where nobody types, that reads the data once less. */
  readonly inPlace?: boolean;
}

export interface MeasuringOptions {
  /** The project's own. */
  readonly engine: Engine;
  readonly ports: Pick<ProjectPorts, "engine" | "log">;
  /** The project's LF files as they are now. */
  readonly sources: () => Promise<readonly SourceFile[]>;
  readonly state: () => ProjectState;
  readonly ready: () => { readonly config: ProjectConfig; readonly spec: ProjectSpec };
  readonly tell: (change: Pick<ProjectState, "allRows">) => void;
}

export function createMeasuring({ engine: projectEngine, ports, sources, state, ready, tell }: MeasuringOptions): Measuring {
  const change = (part: AllRows): void => tell({ allRows: { ...state().allRows, ...part } });
  const own = createOwnEngine({
    ports,
    busy: "All rows of this project are being measured already; wait for it or cancel it.",
    tell: (progress) => change({ progress }),
  });
  let underWay: Promise<AllRowsReport> | undefined;

  async function measureNow({ inPlace = false }: MeasureOptions): Promise<AllRowsReport> {
    const { config, spec } = ready();
    const ask = async (engine: Engine): Promise<AllRowsReport> =>
      engine.measure({ labelModel: labelModelSpec(config), files: await sources() });
    change({ problem: undefined });
    try {
      const report = inPlace
        ? await ask(projectEngine)
        : await own.work((work) =>
            work.inEngine(spec, async (engine, info) => {
              const measured = await ask(engine);
              assertSameData(info, state().info);
              return measured;
            }),
          );
      change({ measured: { report, config, at: new Date().toISOString() } });
      return report;
    } catch (error) {
      if (!isCancelled(error)) change({ problem: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  /** Whoever measures next must not join what was cancelled. */
  const settled = async (): Promise<void> => void (await underWay?.catch(() => {}));

  return {
    measure: (options = {}) => (underWay ??= measureNow(options).finally(() => (underWay = undefined))),
    async cancel() {
      await own.cancel();
      await settled();
    },
    async close() {
      await own.close();
      await settled();
    },
  };
}

function assertSameData(measured: DatasetInfo, shown: DatasetInfo | undefined): void {
  if (measured.fingerprint !== shown?.fingerprint) throw new Error("The data changed meanwhile. Measure all rows again.");
}
