import { wholeNumber } from "../../core/data/numberText";
import type { Provider } from "../provider";
import type { AskedModel } from "../../llm/askedModel";
import { costLine, leavingLine, modelLine, strangeLine } from "../../llm/askingSummary";
import type { KeptAnswers } from "../../llm/keptAnswers";
import type { GoldRows } from "./goldRows";

interface Parts {
  readonly provider: Pick<Provider, "host" | "title">;
  readonly gold: GoldRows;
  readonly columns: readonly string[];
  readonly asked: readonly AskedModel[];
  readonly answers: KeptAnswers;
  readonly trainedOn: number;
}

/** Says exactly what leaves the machine, to whom, and what it costs at most. */
export function evaluationSummary({ provider, gold, columns, asked, answers, trainedOn }: Parts): string {
  const { split, rows, goldRows } = gold;
  return [
    leavingLine(provider, asked),
    `Rows: ${wholeNumber(rows.length)} of ${wholeNumber(goldRows)} rows of ${split} with gold`,
    `Columns: ${columns.join(", ") || "none"}`,
    ...asked.map(modelLine),
    ...strangeLine(answers),
    costLine(asked),
    ...(trainedOn === 0
      ? []
      : [`Warning: the job was trained on ${wholeNumber(trainedOn)} of these rows, so that the tuned model looks better than it is.`]),
  ].join("\n");
}
