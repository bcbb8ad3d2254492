import { SPLITS, type Split } from "../../core/data/cells";
import { DEFAULT_SHARES, isTaskFormat, type ExportFormat, type ExportOptions } from "../../core/export/exportOptions";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { counted } from "../../core/data/numberText";

/** Something that can be picked in the export dialog. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** What was picked, by ids; kept for the next time. */
export interface ExportChoices {
  readonly format: ExportFormat;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** The probability that a label must have where only sure ones are wanted. */
const SURE = 0.8;

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
  rows: SPLITS,
  columns: ["probabilities", "certainty", ...(columns.text === undefined ? [] : [cellId(columns.text)])],
});

const cellId = (column: string): string => `column ${column}`;

/** Which rows: splits, what is left out, whether they are split again. */
export function rowChoices({ data, columns = {} }: ProjectSnapshot): ChoiceGroup[] {
  const splits = SPLITS.filter((split) => (data?.splitRows[split] ?? 0) > 0);
  const withText = columns.text !== undefined;
  return [
    { title: "rows of", choices: splits.map((id) => ({ id, label: id, description: counted(data?.splitRows[id] ?? 0, "row") })) },
    {
      title: "leave out",
      choices: [
        { id: "labeled", label: "Rows without a label", description: "no LF votes, or the votes tie" },
        { id: "agreed", label: "Rows in conflict", description: "LFs disagree" },
        { id: "sure", label: `Labels under ${100 * SURE}%`, description: "their rows count as unlabeled" },
        ...(withText ? [{ id: "distinct", label: "Rows with duplicate text", description: "keeps the first" }] : []),
      ],
    },
    ...(withText
      ? [
          {
            title: "split",
            choices: [
              { id: "resplit", label: "New split", description: "80% train, 20% test of each label; near-duplicates stay together" },
            ],
          },
        ]
      : []),
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
export function optionsOf(project: ProjectSnapshot, { format, rows, columns }: ExportChoices): Partial<ExportOptions> {
  const known = [...rowChoices(project), ...columnChoices(project, format)].flatMap(({ choices }) => choices.map(({ id }) => id));
  const picked = new Set([...rows, ...columns].filter((id) => known.includes(id)));
  const present = SPLITS.filter((split) => known.includes(split));
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
