import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import packageJson from "../../../package.json";
import { JOB_FILE, type ClusterJob } from "../../cluster/clusterJob";
import { outputNames } from "../../cluster/outputNames";
import { toTaggedJson } from "../../cluster/taggedJson";
import { isInside, isReallyInside } from "../../files/paths";
import { readRegularFile } from "../../files/regularFile";
import { writeAtomically } from "../../files/writeAtomically";

export interface JobInput {
  /** Absolute path of the folder. */
  readonly out: string;
  /** The folder with the programs that go along. */
  readonly programs: string;
  /** The project's folder, with the files of votes. */
  readonly root: string;
  readonly project: string;
  readonly job: ClusterJob;
  /** Files of votes that go along, relative to the project's folder. */
  readonly kept: readonly string[];
  /** Where `out` lies inside of it by its name, it must lie there really. */
  readonly boundary?: string;
  readonly overwrite: boolean;
}

export interface WrittenJob {
  readonly out: string;
  /** Relative to `out`. */
  readonly files: readonly string[];
}

/** What goes along as it is. */
const PROGRAMS = ["job.py", "README.md", "requirements.txt", "databricks.yml", "install_node.sh", "partition.js", "voter.js", "combine.js"];

/** The names of all files of a job, but for kept votes. */
export const JOB_FILES: readonly string[] = [...PROGRAMS, JOB_FILE, "job.json"];

/**
 * Writes a job's folder. Nothing in it is replaced but files of these names, and those only if that is wanted.
 * @throws Error in plain words if one of them is there
 */
export async function writeJob(input: JobInput): Promise<WrittenJob> {
  const { out, boundary, overwrite } = input;
  if (boundary !== undefined && isInside(out, boundary) && !(await isReallyInside(out, boundary)))
    throw new Error(`${out} leads outside ${boundary} by a link. Nothing was written; give the real folder.`);
  const contents = await contentsOf(input);
  const there = [...contents.keys()].filter((name) => existsSync(join(out, name)));
  if (there.length > 0 && !overwrite) throw new Error(`${join(out, there[0]!)} is there already. Choose another folder, or overwrite it.`);
  for (const [name, content] of contents) {
    const path = join(out, name);
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, content);
  }
  return { out, files: [...contents.keys()] };
}

async function contentsOf({ programs, root, project, job, kept }: JobInput): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const copies = [
    ...PROGRAMS.map((name) => [name, join(programs, name)] as const),
    ...kept.map((file) => [join("kept", inProject(root, file)), resolve(root, file)] as const),
  ];
  const read = await Promise.all(copies.map(async ([name, path]) => [name, await readRegularFile(path)] as const));
  return new Map<string, string | Uint8Array>([
    ...read,
    [JOB_FILE, toTaggedJson(job)],
    ["job.json", `${JSON.stringify(jobOfPython(project, job), null, 2)}\n`],
  ]);
}

function inProject(root: string, file: string): string {
  const path = resolve(root, file);
  if (!isInside(path, root)) throw new Error(`${file} lies outside the project, so it cannot go to a cluster. Put it into the project.`);
  return relative(root, path);
}

/** What the Python script needs to know. */
function jobOfPython(project: string, { labels, columns, lfs, roles }: ClusterJob): object {
  const names = columns.map(({ name }) => name);
  const lfNames = lfs.map(({ name }) => name);
  return {
    madeBy: `lf-lens ${packageJson.version}`,
    project,
    labels,
    lfs: lfNames,
    columns: names,
    // Without them all rows are of train, and none has gold.
    optional: [roles.gold, roles.split].filter((name) => name !== undefined),
    names: outputNames(names, labels, lfNames),
  };
}
