import { relative } from "node:path";
import { SPLIT_NAMES, type Split } from "../../core/data/cells";
import { labelsOf } from "../../core/proposal/columnFacts";
import { ROLES, type Role, type RoleColumns } from "../../core/proposal/proposeColumns";
import { slashes } from "../../files/paths";
import type { AnalysedData, MinedIdeas } from "../../protocol/newProject";
import { CONFIG_FILE } from "../config/schema";
import { firstLfText } from "./firstLf";

/** What the user has settled on. */
export interface NewProject {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Absolute. */
  readonly dataFiles: readonly string[];
  readonly columns: RoleColumns;
  readonly labels: readonly string[];
}

export const FIRST_LF_FILE = "first.lf.ts";
export const TSCONFIG_FILE = "tsconfig.json";
export const TSCONFIG_TEXT = '{\n  "extends": "./.lf-lens/tsconfig.json"\n}\n';

/** The labels that gold has; none without gold. */
export function labelsIn(data: AnalysedData, gold: string | undefined): string[] {
  const column = data.columns.find(({ name }) => name === gold);
  return column ? labelsOf(column) : [];
}

/** Whether a gold column's values are labels, or may be indexes of labels. */
export function goldFits(data: AnalysedData, gold: string, labels: readonly string[]): boolean {
  const values = labelsIn(data, gold);
  return values.some((value) => labels.includes(value)) || values.every((value) => /^\d+$/.test(value) && Number(value) <= labels.length);
}

/** Labels as people list them: "HAM, SPAM". */
export const parseLabels = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
  ),
];

/** What is wrong with the labels, if anything is. */
export const labelsProblem = (labels: readonly string[]): string | undefined =>
  labels.length < 2 ? "Name at least two different labels, separated by commas." : undefined;

/** The files of a new project, the config last: it is what opens the project. */
export function projectFiles(project: NewProject, mined: MinedIdeas): { readonly name: string; readonly text: string }[] {
  return [
    { name: FIRST_LF_FILE, text: firstLfText(project, mined) },
    { name: TSCONFIG_FILE, text: TSCONFIG_TEXT },
    { name: CONFIG_FILE, text: configText(project) },
  ];
}

function configText({ root, dataFiles, columns, labels }: NewProject): string {
  const roles = ROLES.filter((role) => columns[role] !== undefined).map(
    (role) => `    ${JSON.stringify(role)}: ${JSON.stringify(columns[role])}`,
  );
  const missing = ROLES.filter((role) => columns[role] === undefined);
  const hint = missing.length === 0 ? [] : [`  // Also: ${missing.map((role) => `"${role}" (${roleHelp[role]})`).join(", ")}.`];
  return [
    "{",
    '  "$schema": "./.lf-lens/lf.config.schema.json",',
    `  "labels": ${JSON.stringify(labels)},`,
    `  "data": ${JSON.stringify(dataSetting(root, dataFiles))},`,
    ...hint,
    roles.length === 0 ? '  "columns": {}' : `  "columns": {\n${roles.join(",\n")}\n  }`,
    "}",
    "",
  ].join("\n");
}

/** What each role is, for people. */
export const roleHelp: Readonly<Record<Role, string>> = {
  id: "tells rows apart",
  text: "what is labeled",
  gold: "trusted labels, usually on some rows",
  split: "train, dev or test",
};

type DataSetting = string | readonly string[] | Readonly<Partial<Record<Split, string | readonly string[]>>>;

/** Files called after splits are listed by split. */
function dataSetting(root: string, files: readonly string[]): DataSetting {
  const paths = files.map((file) => slashes(relative(root, file)));
  const splits = paths.map(splitInName);
  const [first] = paths;
  if (paths.length === 1) return first!;
  if (splits.includes(undefined)) return paths;
  return Object.fromEntries(
    [...new Set(splits as Split[])].map((split) => {
      const own = paths.filter((_, at) => splits[at] === split);
      return [split, own.length === 1 ? own[0]! : own];
    }),
  );
}

/** The split that a file is called after: data/train.csv. */
export function splitInName(path: string): Split | undefined {
  const words = path
    .slice(path.lastIndexOf("/") + 1)
    .toLowerCase()
    .split(/[^a-z]+/);
  const named = words.flatMap((word) => SPLIT_NAMES.get(word) ?? []);
  return named.length === 1 ? named[0] : undefined;
}
