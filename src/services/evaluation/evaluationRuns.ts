import { basename, dirname, join } from "node:path";
import { runsFolder } from "../endModel/trainingStore";
import { JOBS_FOLDER } from "../jobs/jobsFolder";
import { readRuns, type Runs } from "./readRuns";

/** The runs that a project has on record, whether the editor or a terminal trains. Nothing is read before somebody asks. */
export interface EvaluationRuns {
  /** As last read; none before that, which this begins. */
  readonly known: Runs;
  /** Reads them again. */
  read(): Promise<Runs>;
  /** A file changed on disk, came or went: where it is one of theirs, they are read again. */
  changedOnDisk(path: string): void;
}

const none: Runs = { records: [], tuned: [], unreadable: [] };

/** @param changed told after each reading */
export function createEvaluationRuns(root: string, changed: () => void): EvaluationRuns {
  let known: Runs | undefined;
  /** Counts readings: the newest wins. */
  let readings = 0;

  async function read(): Promise<Runs> {
    const reading = ++readings;
    const found = await readRuns(root).catch((error: unknown): Runs => ({
      ...none,
      unreadable: [`The runs cannot be read: ${String(error)}`],
    }));
    if (reading !== readings) return found;
    known = found;
    changed();
    return found;
  }

  return {
    get known() {
      if (readings === 0) void read();
      return known ?? none;
    },
    read,
    changedOnDisk(path) {
      if (readings > 0 && isRecord(path, root)) void read();
    },
  };
}

/** Whether a file is a training's record, or the evaluation of a job's model. */
function isRecord(path: string, root: string): boolean {
  const folder = dirname(path);
  if (!path.endsWith(".json")) return false;
  return folder === runsFolder(root) || (dirname(folder) === join(root, JOBS_FOLDER) && basename(path).startsWith("evaluation-"));
}
