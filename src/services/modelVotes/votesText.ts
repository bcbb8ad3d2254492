import { counted, wholeNumber } from "../../core/data/numberText";
import type { MadeTable } from "./voteTable";

/** What is worth knowing of answers that became votes. */
interface Answers {
  readonly votes: readonly unknown[];
  readonly noLabel: { readonly rows: number };
  readonly unanswered: { readonly rows: number };
}

/**
 * What an LF of kept votes comes to, in whole sentences.
 * @param name the LF's
 * @param written whether its file is new
 * @param answers of a model that was asked; absent for one that predicts
 */
export function votesSentences(
  name: string,
  { table, ambiguous, seenGold, goldFrom }: MadeTable,
  written: { isNew: boolean },
  answers?: Answers,
): string[] {
  const votes = counted(table.keys.length, answers ? "id" : "row");
  return [
    answers
      ? `${name} votes on ${votes}, out of ${counted(answers.votes.length, "row")} sent to the model.`
      : `${name} has votes for ${votes}, and abstains below its confidence threshold.`,
    ...(answers && answers.noLabel.rows > 0 ? [`It abstains on ${counted(answers.noLabel.rows, "row")} whose answer is not a label.`] : []),
    ...(answers && answers.unanswered.rows > 0
      ? [`It abstains on ${counted(answers.unanswered.rows, "row")} that the model or its service left unanswered.`]
      : []),
    ...(ambiguous > 0
      ? [`${wholeNumber(ambiguous)} ${ambiguous === 1 ? "id belongs" : "ids belong"} to rows with different labels, so it abstains there.`]
      : []),
    ...(seenGold > 0
      ? [
          `It abstains on ${counted(seenGold, "row")} whose gold may have been used to train the model: no model is scored on gold that it has seen.`,
        ]
      : []),
    ...(!answers && goldFrom === undefined
      ? ["If gold was among the model's training examples, its accuracy looks better than it is."]
      : []),
    ...(written.isNew ? [] : ["Its votes were updated; the LF file is unchanged."]),
  ];
}
