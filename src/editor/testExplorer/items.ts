import { basename, relative } from "node:path";
import { Range, Uri, type TestController, type TestItem } from "vscode";
import type { PinnedSnapshot, ProjectSnapshot, Snapshot } from "../../protocol/snapshot";
import { percent } from "../../core/data/numberText";

/** A pin or a floor, as a check's results name it. */
export interface Leaf {
  readonly root: string;
  readonly lf: string;
  readonly kind: "pin" | "floor";
  readonly name: string;
  /** Which of those of this name, from 0: rows without an id column may share one. */
  readonly nth: number;
  readonly item: TestItem;
}

/** Draws pins and floors: LF file, LF, then what the LF must do. Returns the leaves by their items' ids. */
export function drawItems(controller: TestController, { projects }: Snapshot): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const pinned = projects.filter((project) => project.pinned.length > 0);
  controller.items.replace(pinned.flatMap((project) => fileItems(controller, project, pinned.length > 1, leaves)));
  return leaves;
}

function fileItems(controller: TestController, project: ProjectSnapshot, named: boolean, leaves: Map<string, Leaf>): TestItem[] {
  const files = [...new Set(project.pinned.map(({ file }) => file))];
  return files.map((file) => {
    const ofFile = project.pinned.filter((pinned) => pinned.file === file);
    const lfFile = ofFile
      .map(({ lf }) => project.numbers.sample.lfs.find(({ name }) => name === lf)?.file)
      .find((path) => path !== undefined);
    const shown = lfFile ?? file;
    const item = controller.createTestItem(`${project.root}\t${file}`, relative(project.root, shown) || basename(shown), Uri.file(shown));
    if (named) item.description = project.name;
    item.children.replace(ofFile.map((pinned) => lfItem(controller, project, pinned, item.id, leaves)));
    return item;
  });
}

function lfItem(
  controller: TestController,
  project: ProjectSnapshot,
  pinned: PinnedSnapshot,
  above: string,
  leaves: Map<string, Leaf>,
): TestItem {
  const { lf, file, pins, floors } = pinned;
  const site = project.numbers.sample.lfs.find(({ name }) => name === lf);
  const item = controller.createTestItem(`${above}\t${lf}`, lf, Uri.file(site?.file ?? file));
  item.range = lineRange(site?.line ?? pinned.line);
  const add = (leaf: Omit<Leaf, "root" | "lf" | "item" | "nth">, label: string, line: number): TestItem => {
    const nth = [...leaves.values()].filter((other) => other.lf === lf && other.kind === leaf.kind && other.name === leaf.name).length;
    const child = controller.createTestItem(`${item.id}\t${leaf.kind}\t${leaf.name}\t${nth}`, label, Uri.file(file));
    child.range = lineRange(line);
    leaves.set(child.id, { ...leaf, nth, lf, root: project.root, item: child });
    return child;
  };
  item.children.replace([
    ...floors.map(({ metric, least, line }) => add({ kind: "floor", name: metric }, `${metric} >= ${percent(least, 1)}`, line)),
    ...pins.map(({ id, vote, text, line }) =>
      add({ kind: "pin", name: id }, `${vote === null ? "abstains" : `votes ${vote}`} on ${id}: ${text}`, line),
    ),
  ]);
  return item;
}

const lineRange = (line: number): Range => new Range(line - 1, 0, line - 1, 0);
