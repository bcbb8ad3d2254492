import type { JobRecord } from "../job";
import type { Provider } from "../provider";
import { trainsEndModel } from "../providers/descriptions";
import type { Ask } from "../../llm/question";
import { columnsOf, type PromptTemplate } from "../../llm/promptTemplate";
import type { Summary } from "../../llm/summary";
import type { KeptAnswers } from "../../llm/keptAnswers";

/** A model that can be asked about rows, and how a row becomes a question. */
export interface Askable {
  readonly task: PromptTemplate;
  readonly ask: Ask;
  readonly tunedModel: string;
}

/** Questions about rows that could be asked: nothing was sent yet. */
export interface AskPlan {
  readonly job: JobRecord;
  /** What each label is answered by. */
  readonly completions: readonly string[];
  readonly ask: Ask;
  /** The host that is asked. */
  readonly host: string | undefined;
  readonly answers: KeptAnswers;
  /** Questions without an answer yet. */
  readonly open: number;
  readonly summary: Summary;
}

/** The tuned model of a job. @throws Error in plain words if there is none, or if it cannot be asked */
export function askable({ id, state, ticket, tunedModel }: JobRecord, provider: Provider): Askable {
  if (state !== "succeeded" || tunedModel === undefined) throw new Error(`Job ${id} has no tuned model: its state is ${state}.`);
  if (!provider.ask) throw new Error(cannotAsk(ticket, provider.title));
  if (!ticket.task)
    throw new Error(
      `Job ${id} does not say how a row becomes a prompt: its ticket has no "task". Make a job whose ticket has one: "task": { "system": ..., "prompt": ... }.`,
    );
  return { task: ticket.task, ask: provider.ask, tunedModel };
}

const cannotAsk = ({ provider }: JobRecord["ticket"], title: string): string =>
  trainsEndModel(provider.id)
    ? "The model of this job is an end model of this machine, which answers no prompts. The project's evaluation measures its end model."
    : `${title}: LF Lens cannot ask the models of this provider.`;

/** @throws Error if the template sends gold, or names a column that the data does not have */
export function checkTemplate(task: PromptTemplate, goldColumn: string | undefined, [first]: readonly { readonly cells: object }[]): void {
  const columns = columnsOf(task);
  if (goldColumn !== undefined && columns.includes(goldColumn))
    throw new Error(
      `The job's template sends the gold column "${goldColumn}": the models would read the answer. Nothing can be measured so.`,
    );
  const there = Object.keys(first?.cells ?? {});
  const absent = columns.find((column) => !there.includes(column));
  if (absent !== undefined)
    throw new Error(`The job's template names the column "${absent}". The project's data has: ${there.join(", ")}.`);
}
