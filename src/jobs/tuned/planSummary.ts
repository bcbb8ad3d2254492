import { wholeNumber } from "../../core/data/numberText";
import type { Provider } from "../provider";
import { costLine, modelLine, strangeLine, type AskedModel } from "./askedModel";
import type { KeptAnswers } from "./keptAnswers";
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

/** The summary's first line: what is sent, and to whom. */
export function leavingLine({ host, title }: Pick<Provider, "host" | "title">, asked: readonly AskedModel[]): string {
  if (asked.every(({ open }) => open === 0)) return "Every answer is kept already: nothing is sent.";
  return host === undefined
    ? `${title}: nothing leaves this machine.`
    : `${title}: prompts made from the rows below are sent to ${host}. Gold is not among them.`;
}
