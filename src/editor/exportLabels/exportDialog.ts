import { existsSync } from "node:fs";
import { join } from "node:path";
import { Uri, window, type Memento } from "vscode";
import { isTableFormat, type ExportFormat, type ExportOrder } from "../../core/export/exportOptions";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import {
  columnChoices,
  defaultChoices,
  formatChoices,
  optionsOf,
  rowChoices,
  splitChoices,
  type ExportChoices,
} from "../../services/export/choices";
import type { Forecast } from "../../services/export/forecast";
import { columnsText, expectedRowsText, filesText, labelsText, rowsText, sourceText } from "../../services/export/forecastText";
import { tableFormatOf } from "../../services/export/labelFormat";
import { CUSTOM, presetsFor } from "../../services/export/presets";
import { leadThrough, type PickStep, type Step } from "../platform/steps";

const pages = ["format", "what", "splits", "rows", "columns", "place", "review"] as const;
type Page = (typeof pages)[number];
type Answers = readonly (readonly string[])[];

interface Asked {
  readonly project: ProjectSnapshot;
  readonly before: ExportChoices;
  readonly forecast: Forecast;
}

/**
 * Asks for format, rows and columns, by a name or one by one, and for the place; then shows what will be written. What was chosen last
 * time is chosen already, so that Enter goes through. Undefined if the user went away.
 */
export async function askForExport(project: ProjectSnapshot, forecast: Forecast, memory: Memento): Promise<ExportOrder | undefined> {
  const key = `export ${project.root}`;
  const asked = { project, forecast, before: { ...defaultChoices(project), ...memory.get<Partial<ExportChoices>>(key) } };
  const answers = await leadThrough({
    count: pages.length,
    stepOf: (step, given) => stepOf(pages[step]!, asked, given),
    isNumbered: (step, given) => pages[step] !== "place" && isShown(pages[step]!, project, chosen(asked, given)),
  });
  if (!answers) return undefined;
  const choices = chosen(asked, answers);
  await memory.update(key, choices);
  return orderOf(project, choices, placeIn(answers));
}

const answerTo = (answers: Answers, page: Page): readonly string[] | undefined => answers[pages.indexOf(page)];
const placeIn = (answers: Answers): string => answerTo(answers, "place")![0]!;

/** The choices with what was answered so far. */
function chosen({ project, before }: Asked, answers: Answers): ExportChoices {
  const format = (answerTo(answers, "format")?.[0] as ExportFormat | undefined) ?? before.format;
  const offered = presetsFor(project, format).map(({ id }) => id);
  const remembered = [...offered, CUSTOM].includes(before.preset) ? before.preset : offered[0]!;
  const preset = answerTo(answers, "what")?.[0] ?? remembered;
  const [splits, rows, columns] = (["splits", "rows", "columns"] as const).map((page) => answerTo(answers, page));
  const known = splitChoices(project).flatMap(({ choices }) => choices.map(({ id }) => id));
  // A page that was left out answers nothing: what was remembered of it stays.
  if (preset !== CUSTOM || !rows) return { ...before, format, preset };
  const oldSplits = before.rows.filter((id) => known.includes(id));
  return { format, preset, rows: [...(splits?.length ? splits : oldSplits), ...rows], columns: columns ?? before.columns };
}

function isShown(page: Page, project: ProjectSnapshot, { format, preset }: ExportChoices): boolean {
  if (page === "splits") return preset === CUSTOM && splitChoices(project).length > 0;
  if (page === "rows") return preset === CUSTOM;
  return page !== "columns" || (preset === CUSTOM && columnChoices(project, format).length > 0);
}

function stepOf(page: Page, asked: Asked, answers: Answers): Step | undefined {
  const { project, before } = asked;
  const choices = chosen(asked, answers);
  if (!isShown(page, project, choices)) return undefined;
  const title = `Export denoised labels of ${project.name}`;
  const several = { title, many: true } as const;
  switch (page) {
    case "format":
      return { title, placeholder: "Format", groups: [{ title: "formats", choices: formatChoices }], many: false, picked: [before.format] };
    case "what":
      return presetStep(title, asked, choices);
    case "splits":
      return { ...several, placeholder: "Splits: select, then press Enter", groups: splitChoices(project), picked: before.rows };
    case "rows":
      return { ...several, placeholder: "Leave out: select, then press Enter", groups: rowChoices(project), picked: before.rows };
    case "columns":
      return {
        ...several,
        placeholder: "Columns: select, then press Enter",
        groups: columnChoices(project, choices.format),
        picked: before.columns,
      };
    case "place":
      return { ask: () => askForPlace(project, choices.format) };
    case "review":
      return reviewStep(title, asked, choices, placeIn(answers));
  }
}

function presetStep(title: string, { project, forecast }: Asked, { format, preset }: ExportChoices): PickStep {
  const presets = presetsFor(project, format).map(({ id, label, description, options }) => ({
    ...{ id, label },
    description: `${expectedRowsText(forecast(format, options(project)))}; ${description}`,
  }));
  const custom = { id: CUSTOM, label: "Choose rows and columns...", description: "one by one" };
  return {
    title,
    placeholder: "What to export",
    groups: [{ title: "rows", choices: [...presets, custom] }],
    many: false,
    picked: [preset],
  };
}

/** What will be written; a line of it leads back to where it was chosen. */
function reviewStep(title: string, { project, forecast }: Asked, choices: ExportChoices, out: string): PickStep {
  const order = orderOf(project, choices, out);
  const expected = forecast(order.format, order.options ?? {});
  const custom = choices.preset === CUSTOM;
  const origin: Readonly<Record<string, Page>> = { rows: custom ? "rows" : "what", columns: custom ? "columns" : "what", files: "place" };
  const replaces = existsSync(out) ? "replaces what is there" : "";
  return {
    title,
    placeholder: "Press Enter to export",
    many: false,
    picked: ["export"],
    groups: [
      { title: "", choices: [{ id: "export", label: "$(export) Export", description: replaces }] },
      {
        title: "what will be written; select a line to change it",
        choices: [
          { id: "rows", label: "Rows", description: sourceText(expected), detail: rowsText(expected) },
          { id: "rows", label: "Labels", description: "", detail: labelsText(expected) },
          { id: "columns", label: "Columns", description: "", detail: columnsText(order.format, expected) },
          { id: "files", label: "Files", description: "", detail: filesText(out, order.format, expected) },
        ],
      },
    ],
    leadsTo: (id) => (origin[id] === undefined ? undefined : pages.indexOf(origin[id])),
  };
}

async function askForPlace(project: ProjectSnapshot, format: ExportFormat): Promise<string | undefined> {
  const { label, ending } = formatChoices.find(({ id }) => id === format)!;
  const place = await window.showSaveDialog({
    title: "Export denoised labels",
    saveLabel: "Next",
    defaultUri: Uri.file(join(project.root, ending === "" ? `${project.name}-labels` : `labels${ending}`)),
    filters: ending === "" ? {} : { [label]: [ending.slice(1)] },
  });
  return place?.fsPath;
}

/** A name that ends as another table format means that format. */
function orderOf(project: ProjectSnapshot, choices: ExportChoices, place: string): ExportOrder {
  const { ending } = formatChoices.find(({ id }) => id === choices.format)!;
  const named = isTableFormat(choices.format) ? tableFormatOf(place) : undefined;
  const options = optionsOf(project, choices);
  if (named) return { out: place, format: named, options };
  return { out: place.toLowerCase().endsWith(ending) ? place : `${place}${ending}`, format: choices.format, options };
}
