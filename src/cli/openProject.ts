import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readRegularText } from "../files/regularFile";
import type { SampleSpec } from "../protocol/engine";
import type { Progress, ProjectSnapshot, Snapshot } from "../protocol/snapshot";
import { defaultLimits } from "../services/config/limits";
import { startAnalyst } from "../services/analysis/analyst";
import type { BaselineChoice } from "../services/project/ports";
import { startEngine } from "../services/engine";
import { CONFIG_FILE } from "../services/config/schema";
import { Session } from "../services/session";
import { progressBar } from "./progressBar";

export interface ProjectOptions {
  readonly sample?: Partial<SampleSpec>;
  /** Whether the LFs run on the sample (default: yes); work on all rows does not need that. */
  readonly runsSample?: boolean;
  readonly allowOutside?: boolean;
  /** What the numbers are compared with. */
  readonly baseline?: BaselineChoice;
  /** Seconds that one LF may take. */
  readonly lfSeconds?: number;
}

export interface OpenProject {
  readonly session: Session;
  readonly root: string;
  snapshot(): ProjectSnapshot;
  close(): Promise<void>;
}

/**
 * Opens the project in a folder and runs its LFs on the sample if that is wanted, with a progress bar on a terminal.
 * Throws if there is no project, or if its config or data cannot be used.
 */
export async function openProject(folder: string, options: ProjectOptions): Promise<OpenProject> {
  const root = resolve(folder);
  const config = join(root, CONFIG_FILE);
  if (!existsSync(config)) throw new Error(`There is no ${CONFIG_FILE} in ${root}. Give the project folder, or create the file there.`);
  const bar = progressBar(process.stderr);
  const limits = options.lfSeconds === undefined ? defaultLimits : { ...defaultLimits, lfMs: 1000 * options.lfSeconds };
  const session = new Session({
    engine: (events) => startEngine({ dist: __dirname, events, compilesOnce: true }),
    analyst: startAnalyst(join(__dirname, "analysis.js")),
    readText: readRegularText,
    unsaved: () => [],
    interactive: false,
    runsSample: options.runsSample ?? true,
    visible: () => [],
    limits: () => limits,
    boundary: (at) => (options.allowOutside ? undefined : at),
    retrains: () => false,
    baseline: () => options.baseline ?? "saved",
    sample: options.sample ?? {},
    sdkTypes: join(__dirname, "sdk"),
    clusterPrograms: join(__dirname, "cluster"),
    log: ({ level, text }) => {
      if (level !== "info") bar.line(text);
    },
  });
  const project = ({ projects }: Snapshot): ProjectSnapshot => projects[0]!;
  session.onChange((snapshot) => bar.draw(underWay(snapshot.projects[0])));
  const open: OpenProject = {
    session,
    root,
    snapshot: () => project(session.snapshot),
    close: () => {
      bar.clear();
      return session.dispose();
    },
  };
  await session.open(config);
  bar.clear();
  const { phase, problems } = open.snapshot();
  if (phase === "ready") return open;
  await open.close();
  throw new Error(problems.map((problem) => `${problemPlace(problem)}${problem.message}`).join("\n") || "The project could not be run.");
}

/** Opens a project for one work, and closes it after that in any case. Rejects as `openProject` does, or with what the work met. */
export async function withProject<T>(folder: string, options: ProjectOptions, work: (project: OpenProject) => Promise<T>): Promise<T> {
  const project = await openProject(folder, options);
  try {
    return await work(project);
  } finally {
    await project.close();
  }
}

/** What a terminal shows: how far the long work is, else the run on the sample. */
const underWay = (project: ProjectSnapshot | undefined): Progress | undefined => project?.progress ?? project?.tasks[0]?.progress;

/** "file:line:column: ", as editors and terminals link it. */
export const problemPlace = ({ file, line, column }: { file: string; line?: number; column?: number }): string =>
  `${[file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":")}: `;
