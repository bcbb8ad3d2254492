import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeNewFile, writeUserFile } from "../../files/userFile";
import type { AnalysedData, MinedIdeas } from "../../protocol/newProject";
import type { TablesApi } from "../../protocol/voteTable";
import { CONFIG_FILE } from "../config/schema";
import { createThread } from "../thread";
import { projectFiles, splitInName, type NewProject } from "./newProject";

/** Looks at data and mines it in a thread: DuckDB never loads in the process that asks. */
export interface DataReader {
  analyse(files: readonly string[]): Promise<AnalysedData>;
  mine(project: NewProject): Promise<MinedIdeas>;
  dispose(): Promise<void>;
}

/** @param dist the folder of the built threads */
export function openDataReader(dist: string): DataReader {
  const tables = createThread<TablesApi>(join(dist, "tables.js"), "Reading data");
  return {
    analyse: (files) => tables.remote().call("analyse", { files }),
    mine: async ({ dataFiles, columns: { text, gold, split }, labels }) =>
      text === undefined
        ? { ideas: [], goldRows: 0, rows: 0 }
        : tables.remote().call("mine", {
            files: minable(dataFiles),
            text,
            labels,
            ...(gold === undefined ? {} : { gold }),
            ...(split === undefined ? {} : { split }),
          }),
    dispose: () => tables.dispose(),
  };
}

/** Test rows are for the final score. */
function minable(files: readonly string[]): readonly string[] {
  const others = files.filter((file) => splitInName(file) !== "test");
  return others.length > 0 && others.length < files.length && files.every((file) => splitInName(file) !== undefined) ? others : files;
}

export interface MadeProject {
  /** Absolute path of lf.config.json. */
  readonly config: string;
  /** Absolute paths of what was written. */
  readonly written: readonly string[];
  /** Absolute paths of what was there, and stays as it is. */
  readonly kept: readonly string[];
}

/** Whether a folder is a project's already. */
export const hasConfig = (root: string): Promise<boolean> =>
  stat(join(root, CONFIG_FILE)).then(
    () => true,
    () => false,
  );

/**
 * Writes a project's files. What is there stays, but for the config where the user wants another.
 * @throws Error naming the file that cannot be written
 */
export async function makeProject(project: NewProject, mined: MinedIdeas, replaceConfig = false): Promise<MadeProject> {
  await mkdir(project.root, { recursive: true });
  const [written, kept]: [string[], string[]] = [[], []];
  for (const { name, text } of projectFiles(project, mined)) {
    const path = join(project.root, name);
    const isNew = await writeNewFile(path, text, project.root);
    const replaces = !isNew && name === CONFIG_FILE && replaceConfig;
    if (replaces) await writeUserFile(path, text, project.root);
    (isNew || replaces ? written : kept).push(path);
  }
  return { config: join(project.root, CONFIG_FILE), written, kept };
}
