import { constants } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { holderOf, tryLock } from "../../files/lock";
import { answerLine, openAnswerFile } from "../../llm/prompts/answerFile";
import type { PromptAnswer } from "../../protocol/asking";

/** A model's answers, for the one process that asks it at the moment. */
export interface AnswerWriter {
  readonly has: (hash: string) => boolean;
  /** Resolves when the answer is in the file. */
  readonly keep: (hash: string, answer: PromptAnswer) => Promise<void>;
}

/**
 * Works with a model's answers as the only process that adds to them, so that nothing is paid for twice.
 * @param path as `answerPath` gives it
 * @throws Error in plain words if another process asks this model
 */
export async function withAnswers<T>(path: string, model: string, work: (answers: AnswerWriter) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = `${path}.lock`;
  // The second try finds a dead process's lock gone.
  const release = (await tryLock(lock)) ?? (await tryLock(lock));
  if (!release) {
    const holder = (await holderOf(lock)) ?? "another process";
    throw new Error(`${model} is being asked by ${holder}. Wait for it, then ask again: nothing is asked twice.`);
  }
  try {
    const known = openAnswerFile(path);
    const file = await open(path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0), 0o600);
    try {
      await endTornLine(file);
      const added = new Set<string>();
      const answer = await work({
        has: (hash) => added.has(hash) || known.get(hash) !== undefined,
        async keep(hash, given) {
          await file.appendFile(answerLine(hash, given));
          added.add(hash);
        },
      });
      return answer;
    } finally {
      await file.sync().catch(() => {});
      await file.close();
    }
  } finally {
    await release();
  }
}

/** A line that was cut off by a crash is not an answer, and nothing may be written behind it. */
async function endTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== 10) await file.appendFile("\n");
}
