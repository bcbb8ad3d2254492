import type { ProjectSpec } from "../../protocol/engine";
import { answerPath, openAnswerFile, type AnswerFile } from "../../llm/prompts/answerFile";
import { promptQuestions, type PromptQuestions } from "../../llm/prompts/promptQuestions";
import { answerReader } from "../../llm/prompts/readAnswers";
import { lf } from "../../sdk/lf";
import { nearest } from "../../sdk/nearest";
import { definePrompt, type prompt as makePrompt } from "../../sdk/prompt";

/** An LF looks a row up that a model may have been asked about. */
export type Consultation =
  /** In kept votes, where it is not. */
  | { readonly kind: "noVote" }
  /** In the answers to a prompt. */
  | { readonly kind: "missing" | "answered" | "noLabel"; readonly hash: string; readonly prompt: PromptQuestions; readonly row: object };

/** The prompts of a project, and the answers that there are. */
export interface Prompts {
  /** `prompt` of the SDK for the project's LFs. */
  readonly make: typeof makePrompt;
  /** Takes up answers that came since. */
  readonly refresh: () => void;
  /** Counts up with each `refresh` that found some. */
  readonly version: () => number;
  readonly has: (hash: string) => boolean;
  /** Bytes of the answers that have been read, which only grow. */
  readonly size: () => number;
}

/** @param consulted told what LFs look up */
export function createPrompts(
  { labels, prompts: spec }: Pick<ProjectSpec, "labels" | "prompts">,
  consulted: (consultation: Consultation) => void,
): Prompts {
  /** By path; opened when a prompt first asks for it. */
  const files = new Map<string, AnswerFile>();
  let version = 0;
  const answersOf = (path: string): AnswerFile => {
    const file = files.get(path) ?? openAnswerFile(path);
    files.set(path, file);
    return file;
  };
  const make: typeof makePrompt = (options) => {
    const definition = definePrompt(options);
    const endpoint = spec?.endpoints[definition.endpoint];
    if (!spec || !endpoint) throw new Error(noEndpoint(definition.endpoint, Object.keys(spec?.endpoints ?? {})));
    const reader = answerReader(definition, labels);
    const prompt = promptQuestions(definition, reader, endpoint);
    const answers = answersOf(answerPath(spec.answers, endpoint));
    return lf((row) => {
      const hash = prompt.hashOf(row);
      const answer = answers.get(hash);
      const label = answer && reader.read(answer);
      consulted({ kind: !answer ? "missing" : label === undefined ? "noLabel" : "answered", hash, prompt, row });
      return label;
    });
  };
  return {
    make,
    refresh() {
      // All of them are to be read, whatever the first one says.
      const changed = Array.from(files.values(), (file) => file.refresh());
      if (changed.includes(true)) version++;
    },
    version: () => version,
    size: () => [...files.values()].reduce((sum, file) => sum + file.size(), 0),
    has: (hash) => [...files.values()].some((file) => file.get(hash) !== undefined),
  };
}

function noEndpoint(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const advice =
    names.length === 0
      ? `Add one: "endpoints": { ${JSON.stringify(name)}: { "baseUrl": "http://127.0.0.1:8080/v1", "model": "..." } }.`
      : near === undefined
        ? `There is: ${names.join(", ")}.`
        : `Did you mean "${near}"?`;
  return `lf.config.json has no endpoint "${name}". ${advice}`;
}
