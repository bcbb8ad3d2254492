import { askedTexts, counted, wholeNumber } from "../../core/data/numberText";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import { FIRST_ROWS, type AskRequest } from "../../services/asking/planAsking";
import { chooseOne } from "../platform/dialogs";

const TITLE = "Ask Model";

/** The name of an LF, or "all"; the only one is not asked for. */
export async function chooseLfToAsk(prompts: readonly LfSnapshot[]): Promise<string | undefined> {
  if (prompts.length === 1) return prompts[0]!.name;
  const items = [
    ...prompts.map((lf) => ({ label: lf.name, description: askedTexts(lf).join(" · "), lf: lf.name })),
    { label: "All prompts", description: counted(prompts.length, "LF"), lf: "all" },
  ];
  return (await chooseOne(items, { title: `${TITLE}: labeling function` }))?.lf;
}

/** @param answered rows that have an answer */
export async function chooseRows(project: ProjectSnapshot, answered: number): Promise<AskRequest["rows"] | undefined> {
  const { data, numbers } = project;
  const sample = numbers.sample.rows;
  const next = Math.min(answered + FIRST_ROWS, sample);
  const items: { label: string; description: string; rows: AskRequest["rows"] }[] = [
    ...(next < sample
      ? [
          {
            label: answered === 0 ? `${FIRST_ROWS} rows of the sample` : `${FIRST_ROWS} more rows of the sample`,
            description: "those first that decide most: gold, conflicts, no vote",
            rows: next,
          },
        ]
      : []),
    { label: "The sample", description: counted(sample, "row"), rows: sample },
    { label: "All rows", description: data ? wholeNumber(data.rows) : "", rows: "all" },
  ];
  return (await chooseOne(items, { title: `${TITLE}: rows to ask about`, placeHolder: "What would be sent is shown before anything is" }))
    ?.rows;
}
