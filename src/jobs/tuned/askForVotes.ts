import type { ModelResult } from "../../protocol/tunedModel";
import type { JobTools } from "../runner";
import { answerCounts } from "../../llm/answerCounts";
import { askAgreed, type AskingHooks } from "../../llm/askAgreed";
import { askTools } from "./jobAnswers";
import { labelsOf } from "../../llm/labelOf";
import type { VotePlan } from "./planVotes";

/** What a tuned model voted. Its answers have no probabilities. */
export interface TunedVotes extends Omit<ModelResult, "figures"> {
  /** The job's id. */
  readonly job: string;
  /** ISO 8601. */
  readonly at: string;
  readonly votes: readonly { readonly id: string; readonly label: string | null; readonly confidence: 1 }[];
}

/**
 * Asks a tuned model about the rows that have no answer yet, and reads all answers as votes: no label where an answer is none.
 * @param consent the hash of the summary that the user said yes to
 * @throws as askAgreed does
 */
export async function askForVotes(plan: VotePlan, consent: string, tools: JobTools, hooks: AskingHooks = {}): Promise<TunedVotes> {
  const { job, ask, answers, summary, questions, completions, voteRows, price } = plan;
  return askAgreed(questions, { consent, summary, ask, answers }, askTools(job.id, tools), hooks, () => {
    const given = questions.map((question) => answers.get(question)!);
    const label = labelsOf(given, completions);
    return Promise.resolve({
      ...{ job: job.id, at: new Date(tools.clock.now()).toISOString(), model: questions[0]?.model ?? "" },
      ...answerCounts(voteRows.rows, given, label, price),
      votes: voteRows.rows.map(({ id }, row) => ({ id, label: voteRows.labels[label[row]!] ?? null, confidence: 1 as const })),
    });
  });
}
