import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CellValue } from "../../src/core/cells";
import type { Table } from "../../src/dataset/dataset";
import type { ProjectSpec } from "../../src/protocol/engine";

export interface ProjectFolder {
  readonly root: string;
  path(name: string): string;
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
