export interface NotebookInput {
  /** The export's name, for the title. */
  readonly name: string;
  /** The Parquet file beside the notebook. */
  readonly dataFile: string;
  readonly textColumn: string;
  readonly labels: readonly string[];
  /** Whether the export has a column `gold`. */
  readonly hasGold: boolean;
}

/**
 * A Jupyter notebook (nbformat 4.5) that loads the exported rows, trains TF-IDF with logistic regression on the denoised
 * labels of train, weighted by their confidence, and scores it on gold where there is some, else on the denoised labels of the rest.
 */
export function notebook(input: NotebookInput): object {
  const cells = [
    markdown(
      "about",
      `# ${input.name}\n\nLoads the denoised labels of \`${input.dataFile}\` and trains a first model on them.\n\nNeeds \`pip install pandas pyarrow scikit-learn\`.`,
    ),
    code("load", loadCell(input)),
    code("labels", 'print(rows["label"].value_counts(dropna=False))\nprint(rows["split"].value_counts())'),
    code("train", TRAIN),
    code("score", scoreCell(input)),
  ];
  return {
    cells,
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

const loadCell = ({ dataFile, textColumn, labels }: NotebookInput): string =>
  [
    "import pandas as pd",
    "",
    `rows = pd.read_parquet(${python(dataFile)})`,
    `text = ${python(textColumn)}`,
    `labels = [${labels.map(python).join(", ")}]`,
    'rows[text] = rows[text].fillna("").astype(str)',
    "rows.head()",
  ].join("\n");

const TRAIN = [
  "from sklearn.feature_extraction.text import TfidfVectorizer",
  "from sklearn.linear_model import LogisticRegression",
  "from sklearn.pipeline import make_pipeline",
  "",
  'train = rows[(rows["split"] == "train") & rows["label"].notna()]',
  "model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=1000, C=10))",
  'model.fit(train[text], train["label"], logisticregression__sample_weight=train["confidence"])',
  'print(f"trained on {len(train)} rows")',
].join("\n");

const scoreCell = ({ hasGold }: NotebookInput): string =>
  [
    "from sklearn.metrics import classification_report",
    "",
    `truth = ${hasGold ? '"gold"' : '"label"'}`,
    'held_out = rows[(rows["split"] != "train") & rows[truth].notna()]',
    "if len(held_out) == 0:",
    `    print("No row outside train has ${hasGold ? "gold" : "a label"}: there is nothing to score on.")`,
    "else:",
    "    print(classification_report(held_out[truth], model.predict(held_out[text]), labels=labels, zero_division=0))",
  ].join("\n");

/** JSON's texts are Python's, too. */
const python = (text: string): string => JSON.stringify(text);

const lines = (text: string): string[] => text.split(/(?<=\n)/);
const markdown = (id: string, text: string): object => ({ cell_type: "markdown", id, metadata: {}, source: lines(text) });
const code = (id: string, text: string): object => ({
  cell_type: "code",
  execution_count: null,
  id,
  metadata: {},
  outputs: [],
  source: lines(text),
});
