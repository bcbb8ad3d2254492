import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SPLITS, type CellValue } from "../../src/core/data/cells";
import type { Table } from "../../src/dataset/open/dataset";
import { openDataset } from "../../src/dataset/open/openDataset";
import type { ProjectSpec } from "../../src/protocol/engine";

export interface ProjectFolder {
  readonly root: string;
  readonly path: (name: string) => string;
  write(name: string, content: string | Uint8Array): string;
  /** A spec whose data are paths or globs in the folder. */
  spec(data: Partial<Record<keyof ProjectSpec["data"], string | readonly string[]>>, more?: Partial<ProjectSpec>): ProjectSpec;
}

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A new empty folder, removed when all tests are done. */
export function createProjectFolder(): ProjectFolder {
  const root = mkdtempSync(join(tmpdir(), "lf lens [dataset] "));
  folders.push(root);
  const path = (name: string): string => join(root, name);
  return {
    root,
    path,
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
    spec: (data, more) => ({
      root,
      labels: ["HAM", "SPAM"],
      data: Object.fromEntries(Object.entries(data).map(([part, names]) => [part, [names].flat().map(path)])),
      columns: {},
      sample: { rows: 10_000, seed: 7 },
      limits: { lfMs: 10_000, rowMs: 1000, memoryMb: 512 },
      ...more,
    }),
  };
}

/** A table's rows as objects. */
export function rowsOf(table: Table): Record<string, CellValue>[] {
  return Array.from({ length: table.rows }, (_, row) => Object.fromEntries([...table.columns].map(([name, cells]) => [name, cells[row]!])));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export type Data = Parameters<ProjectFolder["spec"]>[0];
export type Files = Readonly<Record<string, string>>;

/** A spec over files written to a new folder. */
export function createProject(files: Files, data: Data, more?: Partial<ProjectSpec>): { folder: ProjectFolder; spec: ProjectSpec } {
  const folder = createProjectFolder();
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return { folder, spec: folder.spec(data, more) };
}

/** Where each sampled row was put: `id split gold`. */
export async function placesOf(spec: ProjectSpec): Promise<string[]> {
  const { ids, splits, gold } = await (await openDataset(spec)).sample();
  return ids.map((id, row) => `${id} ${SPLITS[splits[row]!]} ${gold[row] === -1 ? "-" : spec.labels[gold[row]!]}`);
}
