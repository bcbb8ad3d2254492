import { SPLITS, type Split } from "../../core/data/cells";
import { DEFAULT_SHARES, isTaskFormat, type ExportFormat, type ExportOptions } from "../../core/export/exportOptions";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { counted } from "../../core/data/numberText";
import { presets, presetsFor, SURE } from "./presets";

/** Something that can be picked in the export dialog. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A second line. */
  readonly detail?: string;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** What was picked, by ids; kept for the next time. */
export interface ExportChoices {
  readonly format: ExportFormat;
  /** One of `presets`, or CUSTOM: then rows and columns are as picked. */
  readonly preset: string;
  /** Ids of `splitChoices` and `rowChoices`. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

interface FormatChoice extends Choice {
  readonly id: ExportFormat;
  /** Ends a file's name; empty for a folder. */
  readonly ending: string;
}

export const formatChoices: readonly FormatChoice[] = [
  { id: "parquet", ending: ".parquet", label: "Parquet", description: "one table; pandas, Polars, DuckDB, Spark" },
  { id: "csv", ending: ".csv", label: "CSV", description: "one table; spreadsheets" },
  { id: "jsonl", ending: ".jsonl", label: "JSON Lines", description: "one table, one object per line" },
  { id: "arrow", ending: ".arrow", label: "Arrow", description: "one table; Arrow IPC file" },
  { id: "huggingface", ending: "", label: "Hugging Face dataset", description: "a folder for load_dataset, with a dataset card" },
  {
    id: "notebook",
    ending: ".ipynb",
    label: "Notebook",
    description: "Jupyter notebook that trains a first model, with its Parquet file",
  },
  { id: "chat", ending: ".jsonl", label: "Chat fine-tuning", description: "OpenAI messages, one file per split" },
  { id: "prompt", ending: ".jsonl", label: "Prompt and completion", description: "Snowflake, Together; one file per split" },
  { id: "contents", ending: ".jsonl", label: "Vertex AI contents", description: "Gemini fine-tuning, one file per split" },
];

export const defaultChoices = ({ columns = {} }: ProjectSnapshot): ExportChoices => ({
  format: "parquet",
  preset: presets[0]!.id,
  rows: SPLITS,
  columns: ["probabilities", "certainty", ...(columns.text === undefined ? [] : [cellId(columns.text)])],
});

const cellId = (column: string): string => `column ${column}`;

/** The splits to choose from; none if there is only one. */
export function splitChoices({ data }: ProjectSnapshot): ChoiceGroup[] {
  const splits = splitsOf(data);
  if (splits.length < 2) return [];
  return [{ title: "splits", choices: splits.map((id) => ({ id, label: id, description: counted(data?.splitRows[id] ?? 0, "row") })) }];
}

const splitsOf = (data: ProjectSnapshot["data"]): Split[] => SPLITS.filter((split) => (data?.splitRows[split] ?? 0) > 0);

/** What is left out of them, and whether they are split again. */
export function rowChoices({ columns = {} }: ProjectSnapshot): ChoiceGroup[] {
  const withText = columns.text !== undefined;
  const resplit = { id: "resplit", label: "Split anew", description: "80% train, 20% test of each label; near-duplicates stay together" };
  return [
    {
      title: "leave out",
      choices: [
        { id: "labeled", label: "Leave out rows without a label", description: "no LF votes, or the votes tie" },
        { id: "agreed", label: "Leave out rows in conflict", description: "LFs disagree" },
        { id: "sure", label: `Leave out labels under ${100 * SURE}%`, description: "their rows count as rows without a label" },
        ...(withText ? [{ id: "distinct", label: "Leave out rows with duplicate text", description: "keeps the first" }] : []),
      ],
    },
    ...(withText ? [{ title: "split", choices: [resplit] }] : []),
  ];
}

/** Which columns; task formats have none to choose but whether gold counts. */
export function columnChoices({ data, columns = {} }: ProjectSnapshot, format: ExportFormat): ChoiceGroup[] {
  const hasGold = columns.gold !== undefined;
  const override = { id: "goldFirst", label: "Gold replaces the label", description: "on rows with gold, with confidence 1" };
  const byTexts = { id: "texts", label: "Also use the texts", description: "to label rows with votes; reads all texts" };
  const general = [...(hasGold ? [override] : []), ...(columns.text === undefined ? [] : [byTexts])];
  if (isTaskFormat(format)) return general.length > 0 ? [{ title: "labels", choices: general }] : [];
  return [
    {
      title: "labels",
      choices: [
        { id: "probabilities", label: "Probabilities", description: "soft labels: p_<LABEL> for each label" },
        { id: "certainty", label: "Confidence and margin", description: "of the most probable label" },
        { id: "votes", label: "Votes", description: "one column per LF" },
        ...(hasGold ? [{ id: "gold", label: "Gold", description: "in its own column" }] : []),
        ...general,
      ],
    },
    {
      title: "columns of the data",
      choices: (data?.columns ?? [])
        .filter(({ name }) => name !== columns.id && name !== columns.gold && name !== columns.split)
        .map(({ name, type }) => ({ id: cellId(name), label: name, description: type })),
    },
  ];
}

/** The options that the choices mean; ids that the project does not have any more are passed over. */
export function optionsOf(project: ProjectSnapshot, choices: ExportChoices): Partial<ExportOptions> {
  const preset = presetsFor(project, choices.format).find(({ id }) => id === choices.preset);
  return preset ? preset.options(project) : customOptions(project, choices);
}

function customOptions(project: ProjectSnapshot, { format, rows, columns }: ExportChoices): Partial<ExportOptions> {
  const present = splitsOf(project.data);
  const offered = [...rowChoices(project), ...columnChoices(project, format)].flatMap(({ choices }) => choices.map(({ id }) => id));
  const known = [...present, ...offered];
  const picked = new Set([...rows, ...columns].filter((id) => known.includes(id)));
  const splits: Split[] = present.filter((split) => picked.has(split));
  const cells = (project.data?.columns ?? []).map(({ name }) => name).filter((name) => picked.has(cellId(name)));
  return {
    ...(splits.length === 0 || splits.length === present.length ? {} : { splits }),
    unlabeled: picked.has("labeled") ? "drop" : "keep",
    conflicts: picked.has("agreed") ? "drop" : "keep",
    minConfidence: picked.has("sure") ? SURE : 0,
    dedupe: picked.has("distinct"),
    ...(picked.has("texts") ? { featureAware: true } : {}),
    ...(picked.has("resplit") ? { resplit: DEFAULT_SHARES } : {}),
    gold: picked.has("goldFirst") ? "override" : picked.has("gold") ? "beside" : "none",
    votes: picked.has("votes"),
    probabilities: picked.has("probabilities"),
    certainty: picked.has("certainty"),
    columns: cells,
  };
}
