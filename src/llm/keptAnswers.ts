import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import * as z from "zod";
import { readUnlinkedFile } from "../files/regularFile";
import type { Answer, Question } from "./question";

/** The answers that models gave, in a file: no question is paid for twice. */
export interface KeptAnswers {
  get(question: Question): Answer | undefined;
  /** Answers in the file that LF Lens did not write on this machine: they count for nothing, as anybody may have made them up. */
  readonly strange: number;
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
  seal: z.string().optional(),
});

const MOST_BYTES = 2 ** 30;
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

export interface AnswersPlace {
  /** The file: JSON lines. */
  readonly path: string;
  /** Whose answers they are: another's count for nothing here, so that a copied file passes for none. */
  readonly owner: string;
  /** Takes keys out of what is kept. */
  readonly redact: (text: string) => string;
  /** What shows that LF Lens wrote a text for this user, on this machine. */
  readonly seal: (text: string) => Promise<string>;
}

/** Reads the answers of a file; it need not be there yet. */
export async function openAnswers({ path, owner, redact, seal }: AnswersPlace): Promise<KeptAnswers> {
  const sealOf = (question: string, answer: Answer): Promise<string> =>
    seal(JSON.stringify(["answer", owner, question, ...partsOf(answer)]));
  let known = new Map<string, Answer>();
  let strange = 0;
  // A line that was cut off by a crash is not an answer, and nothing may be written behind it.
  let before = "";
  async function refresh(): Promise<void> {
    const bytes = await readUnlinkedFile(path, MOST_BYTES).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return Buffer.of();
      throw error;
    });
    const text = bytes.toString("utf8");
    known = new Map();
    strange = 0;
    for (const [question, { seal: written, ...answer }] of text.split("\n").flatMap(readLine))
      if (written === (await sealOf(question, answer))) known.set(question, answer);
      else strange++;
    before = text === "" || text.endsWith("\n") ? "" : "\n";
  }
  await refresh();
  return {
    get: (question) => known.get(hashOf(question)),
    get strange() {
      return strange;
    },
    refresh,
    async keep(question, answer) {
      const { withheld } = answer;
      const kept = { ...answer, text: redact(answer.text), ...(withheld === undefined ? {} : { withheld: redact(withheld) }) };
      const own = await sealOf(hashOf(question), kept);
      const line = `${before}${JSON.stringify({ question: hashOf(question), ...kept, seal: own })}\n`;
      before = "";
      const file = await open(path, APPEND);
      try {
        await file.appendFile(line);
      } finally {
        await file.close();
      }
      known.set(hashOf(question), kept);
    },
  };
}

const partsOf = ({ text, withheld, inputTokens, outputTokens }: Answer): unknown[] =>
  [text, withheld, inputTokens, outputTokens].map((part) => part ?? null);

function readLine(line: string): [string, Answer & { seal?: string }][] {
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
