import type { Split } from "../data/cells";
import { entriesOf, type ValueField, type ValueType } from "../data/valueType";
import type { ExportColumn } from "./exportColumns";

/** What Hugging Face calls the splits. */
export const HUGGING_FACE_SPLITS: Readonly<Record<Split, string>> = { train: "train", dev: "validation", test: "test" };

export interface CardInput {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** The splits that have rows, and how many. */
  readonly splits: readonly { readonly split: Split; readonly rows: number }[];
  readonly labelModel: string;
  readonly lfs: readonly string[];
}

/** The folder's path of a split's Parquet file. */
export const splitFile = (split: Split): string => `data/${HUGGING_FACE_SPLITS[split]}-00000-of-00001.parquet`;

/**
 * The README.md of a Hugging Face dataset folder: YAML that tells `load_dataset` the files, the features and the label names,
 * then a few words on where the labels come from. Texts stand in double quotes, which YAML reads as JSON does.
 */
export function datasetCard({ name, columns, splits, labelModel, lfs }: CardInput): string {
  return [
    "---",
    "task_categories:",
    "- text-classification",
    "configs:",
    "- config_name: default",
    "  data_files:",
    ...splits.flatMap(({ split }) => [`  - split: ${HUGGING_FACE_SPLITS[split]}`, `    path: ${splitFile(split)}`]),
    "dataset_info:",
    "  features:",
    ...columns.flatMap(feature),
    "---",
    "",
    `# ${name}`,
    "",
    "The labels were not given by hand: labeling functions voted on every row, and a label model combined their votes.",
    "A row without a label got no vote that decides it; `p_<LABEL>` columns, where present, are the label model's probabilities.",
    "",
    `- Label model: ${labelModel}`,
    `- Labeling functions: ${lfs.map((lf) => `\`${lf}\``).join(", ")}`,
    `- Rows: ${splits.map(({ split, rows }) => `${rows} ${HUGGING_FACE_SPLITS[split]}`).join(", ")}`,
    "",
  ].join("\n");
}

function feature({ name, type, names, valueType }: ExportColumn): string[] {
  const head = `  - name: ${JSON.stringify(name)}`;
  if (valueType !== undefined) return [head, ...featureType(valueType).map((line) => `    ${line}`)];
  if (type !== "category") return [head, `    dtype: ${{ string: "string", json: "string", number: "float64", boolean: "bool" }[type]}`];
  return [
    head,
    "    dtype:",
    "      class_label:",
    "        names:",
    ...names!.map((label, index) => `          '${index}': ${JSON.stringify(label)}`),
  ];
}

/** A value type as the card's YAML has it. */
function featureType(type: ValueType): string[] {
  if (typeof type === "string") return [`dtype: ${JSON.stringify(type)}`];
  if ("map" in type) return featureType(entriesOf(type.map));
  if ("struct" in type) return ["struct:", ...fieldLines(type.struct)];
  if (typeof type.list === "string") return [`list: ${JSON.stringify(type.list)}`];
  if ("struct" in type.list) return ["list:", ...fieldLines(type.list.struct)];
  return ["list:", ...featureType(type.list).map((line) => `  ${line}`)];
}

const fieldLines = (fields: readonly ValueField[]): string[] =>
  fields.flatMap(({ name, type }) => [`- name: ${JSON.stringify(name)}`, ...featureType(type).map((line) => `  ${line}`)]);
