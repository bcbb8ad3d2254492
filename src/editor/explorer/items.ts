import { basename } from "node:path";
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from "vscode";
import type { Problem } from "../../core/data/problem";
import type { ExportSnapshot, LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import { health, type Health } from "../../core/statistics/health";
import { askedTexts, counted, percent, sampleText, wholeNumber } from "../../core/data/numberText";
import { accuracyText, changeText, coverageText, estimateText, lfChangeText, lfDetails, lfTitle } from "../../services/reports/wording";
import { commands, internalCommands } from "../ids";

export type Node =
  | { readonly kind: "project"; readonly project: ProjectSnapshot }
  | { readonly kind: "data"; readonly project: ProjectSnapshot }
  | { readonly kind: "newLf"; readonly project: ProjectSnapshot }
  | { readonly kind: "exports"; readonly project: ProjectSnapshot }
  | { readonly kind: "export"; readonly made: ExportSnapshot }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "lf"; readonly lf: LfSnapshot; readonly project: ProjectSnapshot };

export function projectItem(project: ProjectSnapshot): TreeItem {
  const item = new TreeItem(project.name, TreeItemCollapsibleState.Expanded);
  item.id = project.root;
  item.iconPath = project.phase === "failed" ? new ThemeIcon("error", new ThemeColor("list.errorForeground")) : new ThemeIcon("beaker");
  item.description = projectDescription(project);
  item.tooltip = [project.root, ...baselineLines(project)].join("\n");
  item.contextValue = "project";
  return item;
}

function projectDescription({ phase, numbers, data, baseline }: ProjectSnapshot): string {
  const { lfs, set } = numbers.sample;
  if (phase === "failed") return "cannot run";
  if (!data) return "reading data";
  const parts = [counted(lfs.length, "LF")];
  if (set && data) parts.push(`${percent(set.covered, data.sampleRows)} covered`);
  const changed = baseline ? changeText(baseline.label, "label") : "";
  if (changed !== "") parts.push(changed);
  return parts.join(" · ");
}

const baselineLines = ({ baseline, baselineProblem }: ProjectSnapshot): string[] => [
  ...(baseline ? [`Compared with ${baseline.title}.`, ...baseline.notes] : []),
  ...(baseline && baseline.removed.length > 0 ? [`Removed: ${baseline.removed.join(", ")}.`] : []),
  ...(baselineProblem === undefined ? [] : [`Changes cannot be shown: ${baselineProblem}`]),
];

export function dataItem({ root, data }: ProjectSnapshot): TreeItem {
  const item = new TreeItem("Data", TreeItemCollapsibleState.None);
  item.id = `${root}\0data`;
  item.iconPath = new ThemeIcon("database");
  if (!data) return item;
  item.description = [
    sampleText(data),
    `${data.sampleGold < data.goldRows ? `${wholeNumber(data.sampleGold)} of ` : ""}${wholeNumber(data.goldRows)} with gold`,
    ...(data.badLines > 0 ? [`${counted(data.badLines, "bad line")} skipped`] : []),
  ].join(" · ");
  item.tooltip = `${data.files.map((file) => basename(file)).join(", ")}\n${Object.entries(data.splitRows)
    .map(([split, rows]) => `${split}: ${counted(rows, "row")}`)
    .join(", ")}`;
  return item;
}

/** The next step of a project without LFs. */
export function newLfItem({ root }: ProjectSnapshot): TreeItem {
  const item = new TreeItem("New Labeling Function...", TreeItemCollapsibleState.None);
  item.id = `${root}\0newLf`;
  item.iconPath = new ThemeIcon("add");
  item.tooltip = "There is none yet. Begin one in an .lf.ts file.";
  item.command = { title: "New Labeling Function", command: commands.newLf, arguments: [root] };
  return item;
}

export function problemItem(problem: Problem): TreeItem {
  const item = new TreeItem(problem.message, TreeItemCollapsibleState.None);
  const color = problem.severity === "error" ? "list.errorForeground" : "list.warningForeground";
  item.iconPath = new ThemeIcon(problem.severity, new ThemeColor(color));
  item.description = `${basename(problem.file)}${problem.line === undefined ? "" : `:${problem.line}`}`;
  item.tooltip = `${problem.message}\n${problem.file}`;
  const line = (problem.line ?? 1) - 1;
  item.command = {
    title: "Open",
    command: "vscode.open",
    arguments: [Uri.file(problem.file), { selection: { start: { line, character: 0 }, end: { line, character: 0 } } }],
  };
  return item;
}

const icons: Record<Health, readonly [icon: string, color: string, words: string]> = {
  fault: ["error", "list.errorForeground", "Has faults: see the Problems view"],
  bad: ["thumbsdown", "list.errorForeground", "Wrong more often than right"],
  weak: ["warning", "list.warningForeground", "Under 70% right"],
  silent: ["circle-slash", "disabledForeground", "Votes on no row of the sample"],
  unknown: ["circle-outline", "disabledForeground", "Not judged"],
  good: ["pass", "testing.iconPassed", "At least 70% right"],
};

/** Why nothing is said of how right an LF is. */
function unjudgedText({ summary }: LfSnapshot, { data }: ProjectSnapshot): string {
  if (!summary) return "Not run yet";
  if (data?.sampleGold === 0) return "No gold in this project";
  return `Votes on ${counted(summary.correct + summary.incorrect, "gold row")}, too few to judge it`;
}

export function lfItem(lf: LfSnapshot, project: ProjectSnapshot): TreeItem {
  const item = new TreeItem(lf.name, TreeItemCollapsibleState.None);
  const state = health(lf);
  const [icon, color] = icons[state];
  const words = state === "unknown" ? unjudgedText(lf, project) : icons[state][2];
  item.id = `${project.root}\0${lf.name}`;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(color));
  item.description = lf.summary
    ? `${coverageText(lf, project)} · ${accuracyText(lf)}${askedTexts(lf)
        .map((text) => ` · ${text}`)
        .join("")}${lf.change ? ` · ${lfChangeText(lf.change)}` : ""}${lf.stale ? " · older version" : ""}`
    : "not run yet";
  item.tooltip = new MarkdownString()
    .appendMarkdown("**")
    .appendText(lf.name)
    .appendMarkdown("**  \n")
    .appendText([lfTitle(lf, project), estimateText(lf)].filter((text) => text !== "").join(" · "))
    .appendMarkdown("  \n")
    .appendText([words, lfDetails(lf, project)].filter((text) => text !== "").join("\n"))
    .appendMarkdown("  \n")
    .appendText(`${basename(lf.file)}:${lf.line}`);
  item.accessibilityInformation = { label: `${lf.name}, ${lfTitle(lf, project)}. ${words}` };
  item.command = { title: "Open", command: internalCommands.openLf, arguments: [project.root, lf.name] };
  item.contextValue = "lf";
  return item;
}
