import { createHash } from "node:crypto";
import type { CellValue } from "../../core/data/cells";
import { fillTemplate, placeholdersIn } from "../../core/data/template";
import type { EndpointSpec, PromptQuestion } from "../../protocol/asking";
import type { PromptDefinition } from "../../sdk/prompt";
import type { AnswerReader } from "./readAnswers";

type Cells = Readonly<Record<string, CellValue>>;

/** A prompt for a project's rows. */
export interface PromptQuestions {
  /** The columns that it sends. */
  readonly columns: readonly string[];
  /** The endpoint's name. */
  readonly endpoint: string;
  /** Of the question about a row. @throws Error if the row lacks a column that the prompt names */
  readonly hashOf: (row: object) => string;
  readonly of: (row: object) => PromptQuestion;
}

/** The shortest limit of a reply: some models begin with a token of no meaning. */
const SHORTEST_LIMIT = 16;
/** What a reply needs beyond its label where the label stands within it. */
const AROUND = { choice: 0, json: 32, pattern: 256 };

/** @param words the answers that the prompt knows */
export function promptQuestions(definition: PromptDefinition, { words }: AnswerReader, { baseUrl, model }: EndpointSpec): PromptQuestions {
  const { endpoint, template, system, examples, output, temperature, threshold } = definition;
  const around = typeof output === "string" ? AROUND[output] : AROUND.pattern;
  // A token is at least a byte: no answer is cut.
  const longest = Math.max(SHORTEST_LIMIT, ...words.map((word) => Buffer.byteLength(word)));
  const rest = {
    ...{ endpoint, temperature, maxTokens: definition.maxTokens ?? longest + around, logprobs: threshold !== undefined },
    ...(output === "json" ? { choices: words } : {}),
  };
  const shown = examples.flatMap(({ row, answer }): PromptQuestion["messages"] => [
    { role: "user", content: fillTemplate(template, row as Cells) },
    { role: "assistant", content: output === "json" ? JSON.stringify({ label: answer }) : answer },
  ]);
  const decided = JSON.stringify([baseUrl, model, rest.maxTokens, temperature, rest.logprobs, rest.choices ?? null]);
  const messagesOf = (row: object): PromptQuestion["messages"] => [
    ...(system === "" ? [] : [{ role: "system" as const, content: fillTemplate(system, row as Cells) }]),
    ...shown,
    { role: "user", content: fillTemplate(template, row as Cells) },
  ];
  const hash = (messages: PromptQuestion["messages"]): string =>
    createHash("sha256")
      .update(decided)
      .update(JSON.stringify(messages.map(({ role, content }) => [role, content])))
      .digest("base64url");
  return {
    columns: placeholdersIn(system, template),
    endpoint,
    hashOf: (row) => hash(messagesOf(row)),
    of(row) {
      const messages = messagesOf(row);
      return { hash: hash(messages), ...rest, messages };
    },
  };
}
