import { isTableFormat, isTaskFormat, type ExportFormat, type ExportOptions } from "../../core/export/exportOptions";
import type { ProjectSnapshot } from "../../protocol/snapshot";

/** The probability that a label must have where only sure ones are wanted. */
export const SURE = 0.8;

/** Rows and columns are chosen one by one. */
export const CUSTOM = "custom";

/** What people mostly export, under one name. */
export interface ExportPreset {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly suits: (format: ExportFormat) => boolean;
  readonly options: (project: ProjectSnapshot) => Partial<ExportOptions>;
}

/** The text goes along where the project has one: training needs it. */
const withText = ({ columns = {} }: ProjectSnapshot): Partial<ExportOptions> => ({
  columns: columns.text === undefined ? [] : [columns.text],
});
const softLabels: Partial<ExportOptions> = { probabilities: true, certainty: true };
const goldFirst = ({ columns = {} }: ProjectSnapshot): ExportOptions["gold"] => (columns.gold === undefined ? "none" : "override");

export const presets: readonly ExportPreset[] = [
  {
    id: "everything",
    label: "Every row",
    description: "soft label, confidence and text; also rows without a label",
    suits: (format) => !isTaskFormat(format),
    options: (project) => ({ ...softLabels, ...withText(project), unlabeled: "keep" }),
  },
  {
    id: "labeled",
    label: "Rows with a label",
    description: "soft label, confidence and text",
    suits: (format) => !isTaskFormat(format),
    options: (project) => ({ ...softLabels, ...withText(project), unlabeled: "drop" }),
  },
  {
    id: "examples",
    label: "Rows on which LFs agree",
    description: "with a label; gold replaces it where there is gold",
    suits: isTaskFormat,
    options: (project) => ({ unlabeled: "drop", conflicts: "drop", gold: goldFirst(project) }),
  },
  {
    id: "sure",
    label: `Rows with a label of ${100 * SURE}% or more`,
    description: "only what the label model is confident of",
    suits: () => true,
    options: (project) => ({ ...softLabels, ...withText(project), unlabeled: "drop", minConfidence: SURE }),
  },
  {
    id: "review",
    label: "Rows on which LFs disagree",
    description: "to review: with every LF's vote, gold and text",
    suits: isTableFormat,
    options: (project) => ({
      ...softLabels,
      ...withText(project),
      conflicts: "only",
      votes: true,
      gold: project.columns?.gold === undefined ? "none" : "beside",
    }),
  },
];

/** Those that make sense in a format, and that the project's data can meet. */
export const presetsFor = (project: ProjectSnapshot, format: ExportFormat): readonly ExportPreset[] =>
  presets.filter(({ id, suits }) => suits(format) && (id !== "review" || project.numbers.sample.lfs.length > 1));
