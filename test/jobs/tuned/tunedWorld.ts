import { rmSync } from "node:fs";
import type { JobRecord } from "../../../src/jobs/job";
import { followJob } from "../../../src/jobs/runner";
import type { GoldRows } from "../../../src/jobs/tuned/goldRows";
import { startOpenAi, type OpenAiServer } from "../servers/openaiServer";
import { newWorld, type World, type WorldOptions } from "../world";

export const task = { system: "Answer SPAM or HAM.", prompt: "Comment: {{text}}" };

/** Ten rows of test: even ones are HAM. */
export const gold = {
  labels: ["SPAM", "HAM"],
  split: "test",
  goldColumn: "class",
  goldRows: 10,
  rows: Array.from({ length: 10 }, (_, row) => ({
    id: `t${row}`,
    gold: row % 2 === 0 ? 1 : 0,
    cells: { text: `number ${row}`, class: row % 2 === 0 ? "HAM" : "SPAM" },
  })),
  data: [{ path: "data/test.jsonl", sha256: "0".repeat(64) }],
} satisfies GoldRows;

/** A job that has succeeded, and the server that serves its models. */
export async function tunedJob(options: WorldOptions = {}): Promise<{ world: World; server: OpenAiServer; job: JobRecord }> {
  const server = await startOpenAi();
  server.script = ["succeeded"];
  const world = newWorld(options);
  const { id } = await world.submit({ provider: { id: "openai", baseUrl: server.baseUrl }, task });
  const job = await followJob(id, world.tools);
  server.seen.length = 0;
  rmSync(`${world.folder}/training.jsonl`);
  server.answer = answer;
  return { world, server, job };
}

/**
 * The tuned model is right but on row 3, which it talks about, and on row 4; the base model says HAM to all but row 1, and refuses
 * row 2. Right: tuned 8 of 10; base 4 HAM and row 1.
 */
export function answer({ model, messages }: { model: string; messages: readonly { content: string }[] }): string | null {
  const row = Number(/number (\d+)/.exec(messages.at(-1)!.content)![1]);
  if (!model.startsWith("ft:")) return row === 1 ? "SPAM" : row === 2 ? null : "HAM";
  if (row === 3) return "This is surely SPAM, or else HAM";
  return row % 2 === 0 && row !== 4 ? "ham" : "SPAM";
}
