import { createHash } from "node:crypto";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Answer, Question } from "../provider";

/** The answers that models gave, in a file beside the job: no question is paid for twice. */
export interface KeptAnswers {
  get(question: Question): Answer | undefined;
  /** Takes up what others have added to the file since. */
  refresh(): Promise<void>;
  /** Resolves when the answer is in the file. */
  keep(question: Question, answer: Answer): Promise<void>;
}

const lineSchema = z.object({
  question: z.string(),
  text: z.string(),
  withheld: z.string().optional(),
  inputTokens: z.number().optional(),
  outputTokens: z.number().optional(),
});

/**
 * @param folder the job's own
 * @param redact applied to every answer before it is kept
 */
export async function openAnswers(folder: string, redact: (text: string) => string): Promise<KeptAnswers> {
  const path = join(folder, "answers.jsonl");
  let known = new Map<string, Answer>();
  // A line that was cut off by a crash is no answer, and nothing may be written behind it.
  let before = "";
  async function refresh(): Promise<void> {
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    known = new Map(text.split("\n").flatMap(readLine));
    before = text === "" || text.endsWith("\n") ? "" : "\n";
  }
  await refresh();
  return {
    get: (question) => known.get(hashOf(question)),
    refresh,
    async keep(question, answer) {
      const { withheld } = answer;
      const kept = { ...answer, text: redact(answer.text), ...(withheld === undefined ? {} : { withheld: redact(withheld) }) };
      const line = `${before}${JSON.stringify({ question: hashOf(question), ...kept })}\n`;
      before = "";
      await appendFile(path, line);
      known.set(hashOf(question), kept);
    },
  };
}

function readLine(line: string): [string, Answer][] {
  try {
    const { question, ...answer } = lineSchema.parse(JSON.parse(line));
    return [[question, answer]];
  } catch {
    return [];
  }
}

/** SHA-256 of all that decides the answer. */
export const hashOf = ({ model, messages, maxTokens }: Question): string =>
  createHash("sha256")
    .update(JSON.stringify([model, messages.map(({ role, content }) => [role, content]), maxTokens]))
    .digest("hex");
