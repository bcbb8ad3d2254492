import { type Disposable, type Memento } from "vscode";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import { worstFirst } from "../../core/statistics/health";
import { commands } from "../ids";
import { chooseOne } from "../platform/dialogs";
import { register } from "../platform/commands";

const orders = {
  health: "Worst first",
  name: "Name",
  coverage: "Coverage, highest first",
  accuracy: "Accuracy, lowest first (upper end of its 95% interval)",
  file: "File and line",
};

export type SortOrder = keyof typeof orders;

/** As the LF table sorts upwards: an LF that is surely bad comes before one with a single wrong vote. */
const accuracy = ({ accuracyInterval }: LfSnapshot): number => accuracyInterval?.high ?? 2;

const compare: Record<SortOrder, (a: LfSnapshot, b: LfSnapshot) => number> = {
  health: worstFirst,
  name: () => 0,
  coverage: (a, b) => (b.summary?.votes ?? -1) - (a.summary?.votes ?? -1),
  accuracy: (a, b) => accuracy(a) - accuracy(b),
  file: () => 0,
};

/** A project's LFs in this order; ties by name. `file` is the order of the snapshot itself. */
export function sortedLfs(project: ProjectSnapshot, order: SortOrder): LfSnapshot[] {
  if (order === "file") return [...project.numbers.sample.lfs];
  return [...project.numbers.sample.lfs].sort((a, b) => compare[order](a, b) || a.name.localeCompare(b.name));
}

/** The command that lets the user choose the order, kept for the workspace. */
export function sortPicker(memory: Memento, current: () => SortOrder, redraw: () => void): Disposable {
  return register(commands.sortLfs, "Sort LFs", async () => {
    const items = (Object.keys(orders) as SortOrder[]).map((order) => ({
      order,
      label: orders[order],
      ...(order === current() ? { description: "now" } : {}),
    }));
    const picked = await chooseOne(items, { title: "Sort LFs by", placeHolder: "Order in the sidebar" });
    if (!picked) return;
    await memory.update("sortOrder", picked.order);
    redraw();
  });
}
