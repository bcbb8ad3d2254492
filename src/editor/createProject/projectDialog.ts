import { workspace } from "vscode";
import type { Role, RoleColumns } from "../../core/proposal/proposeColumns";
import { describeColumn } from "../../core/proposal/proposeColumns";
import { counted } from "../../core/data/numberText";
import type { AnalysedData } from "../../protocol/newProject";
import { labelsIn, labelsProblem, parseLabels, type NewProject } from "../../services/newProject/newProject";
import { leadThrough, type PickStep, type Step } from "../platform/steps";

/** What the dialog begins with. */
export interface ProjectQuestion {
  /** Data files, absolute; none to choose one of those that are offered. */
  readonly chosen: readonly string[];
  readonly offered: readonly string[];
  readonly rootOf: (file: string) => Promise<string>;
  readonly analyse: (files: readonly string[]) => Promise<AnalysedData>;
}

const pages = ["data", "text", "gold", "labels", "split", "id", "preview"] as const;
type Page = (typeof pages)[number];

/** No column has this role. */
const NONE = "\0none";

/** What was answered so far, with what is proposed for the rest. */
interface Draft extends NewProject {
  readonly data: AnalysedData;
}

/** Leads through files, columns and labels, each with a proposal that Enter takes; undefined if the user went away. */
export async function askForProject(question: ProjectQuestion): Promise<NewProject | undefined> {
  const draftOf = async (answers: readonly (readonly string[])[]): Promise<Draft> => {
    const dataFiles = question.chosen.length > 0 ? question.chosen : (answers[0] ?? []);
    return drafted(await question.analyse(dataFiles), await question.rootOf(dataFiles[0]!), dataFiles, answers);
  };
  const asksFile = question.chosen.length === 0;
  const answers = await leadThrough({
    count: pages.length,
    stepOf: async (step, given) => {
      if (pages[step] !== "data") return stepOf(pages[step]!, await draftOf(given));
      return asksFile ? dataStep(question.offered) : undefined;
    },
    isNumbered: (step) => asksFile || pages[step] !== "data",
  });
  return answers && (await draftOf(answers));
}

function drafted(data: AnalysedData, root: string, dataFiles: readonly string[], answers: readonly (readonly string[])[]): Draft {
  const answer = (page: Page): string | undefined => answers[pages.indexOf(page)]?.[0];
  const column = (role: Role): [Role, string][] => {
    const name = answer(role) ?? data.proposed[role];
    return name === undefined || name === NONE ? [] : [[role, name]];
  };
  const columns: RoleColumns = Object.fromEntries((["id", "text", "gold", "split"] as const).flatMap(column));
  const proposed = labelsIn(data, columns.gold);
  const written = answer("labels");
  // A label may have a comma in it: what was not changed is not read back.
  const labels = written === undefined || written === proposed.join(", ") ? proposed : parseLabels(written);
  return { data, root, dataFiles, columns, labels };
}

const title = "New LF Lens project";

const dataStep = (offered: readonly string[]): PickStep => ({
  title,
  placeholder: "File with your rows",
  many: false,
  picked: offered.slice(0, 1),
  groups: [{ title: "data files", choices: offered.map((id) => ({ id, label: workspace.asRelativePath(id), description: "" })) }],
});

const questions: Readonly<Record<Role, string>> = {
  text: "Which column is labeled?",
  gold: "Which column has gold (trusted labels), if only on some rows?",
  split: "Which column says train, dev or test?",
  id: "Which column tells rows apart?",
};

function stepOf(page: Exclude<Page, "data">, draft: Draft): Step {
  const { data, columns, labels } = draft;
  if (page === "preview") return previewStep(draft);
  if (page === "labels")
    return {
      title,
      placeholder: "HAM, SPAM",
      prompt: columns.gold === undefined ? "Labels, separated by commas" : `Labels, from the values of ${columns.gold}`,
      value: labels.join(", "),
      check: (text) => labelsProblem(parseLabels(text)),
    };
  const proposed = data.proposed[page];
  const choices = data.columns.map((column) => ({ id: column.name, label: column.name, description: describeColumn(column) }));
  return {
    title,
    placeholder: questions[page],
    many: false,
    picked: [columns[page] ?? proposed ?? NONE],
    groups: [
      { title: "proposed", choices: choices.filter(({ id }) => id === proposed) },
      { title: "none", choices: [{ id: NONE, label: "No column", description: withoutRole[page] }] },
      { title: "columns", choices: choices.filter(({ id }) => id !== proposed) },
    ].filter((group) => group.choices.length > 0),
  };
}

const withoutRole: Readonly<Record<Role, string>> = {
  text: "the rows have no text",
  gold: "labels are named next; accuracy is n/a",
  split: "all rows are train",
  id: "rows are told apart by their position in the file",
};

function previewStep({ data, columns, root, labels }: Draft): PickStep {
  const { id, text, gold, split } = columns;
  const rows = data.preview.map((row, at) => {
    const cells = [gold, split, id].flatMap((name) => (name === undefined || !row[name] ? [] : [`${name} ${row[name]}`]));
    const label = text === undefined ? Object.values(row).join(" · ") : (row[text] ?? "");
    return { id: String(at), label: label === "" ? "(empty)" : label, description: cells.join(" · ") };
  });
  const looked = `${counted(data.rows, "row")}${data.complete ? "" : " looked at, there are more"}`;
  return {
    title,
    placeholder: "Press Enter to create the project; the arrow goes back to change something",
    many: false,
    picked: ["create"],
    groups: [
      {
        title: "",
        choices: [{ id: "create", label: "$(add) Create the project", description: `in ${root}, with ${counted(labels.length, "label")}` }],
      },
      { title: `the first ${counted(rows.length, "row")} of ${looked}`, choices: rows },
    ],
  };
}
