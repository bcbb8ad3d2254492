import { basename, dirname, join } from "node:path";
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from "vscode";
import type { ExportChange, ExportSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import { counted } from "../../core/data/numberText";

/** The project's exports, as one item to open. */
export function exportsItem({ root, exports = [] }: ProjectSnapshot): TreeItem {
  const item = new TreeItem("Exports", TreeItemCollapsibleState.Collapsed);
  const stale = exports.filter(({ changes }) => changes.length > 0).length;
  item.id = `${root}\0exports`;
  item.iconPath = new ThemeIcon("export");
  item.description = stale > 0 ? `${stale} of ${exports.length} out of date` : String(exports.length);
  return item;
}

/** One export; out of date if a file that it was made from, or its own, has changed. */
export function exportItem({ out, rows, format, changes }: ExportSnapshot): TreeItem {
  const item = new TreeItem(basename(out), TreeItemCollapsibleState.None);
  item.id = `export ${out}`;
  item.iconPath =
    changes.length > 0
      ? new ThemeIcon("warning", new ThemeColor("list.warningForeground"))
      : new ThemeIcon("pass", new ThemeColor("testing.iconPassed"));
  // First what matters: a narrow sidebar cuts the rest off.
  item.description = `${changes.length > 0 ? "out of date · " : ""}${counted(rows, "row")}`;
  item.tooltip = [out, ...changes.slice(0, 10).map(changeText)].join("\n");
  item.accessibilityInformation = { label: `Export ${basename(out)}, ${item.description}` };
  item.command = { title: "Open", command: "vscode.open", arguments: [Uri.file(format === "huggingface" ? join(out, "README.md") : out)] };
  item.contextValue = "export";
  return item;
}

const verbs: Readonly<Record<ExportChange["what"], string>> = { changed: "has changed", gone: "is gone", new: "is new" };
const changeText = ({ part, path, what }: ExportChange): string => `${part}: ${basename(dirname(path))}/${basename(path)} ${verbs[what]}`;
