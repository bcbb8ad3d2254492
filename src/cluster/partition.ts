/**
 * The process that a Spark partition starts: `node partition.js FOLDER text|types`. It takes batches of rows as Arrow streams from its
 * standard input and answers each with the rows' votes, gold and splits; when the input ends, with what went wrong.
 */
import { PassThrough } from "node:stream";
import type { RowsFrom } from "./clusterTable";
import { readFrames, writeFrame } from "./frames";
import { startVoting } from "./voting";

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

async function main(): Promise<void> {
  const [folder, from] = process.argv.slice(2);
  const voting = await startVoting(folder!, from as RowsFrom, (text) => void process.stderr.write(`${text}\n`));
  // Rows are taken in while others are voted on: the script sends one batch ahead before it reads an answer, and must not wait for it.
  const input = process.stdin.pipe(new PassThrough({ highWaterMark: 2 ** 30 }));
  for await (const rows of readFrames(input)) {
    const { kinds } = await voting.vote(rows);
    await writeFrame(process.stdout, "kinds", new Uint8Array(kinds.buffer, kinds.byteOffset, kinds.byteLength));
  }
  await writeFrame(process.stdout, "json", json(voting.faults()));
  await voting.close();
}

main().catch(async (error: unknown) => {
  await writeFrame(process.stdout, "error", Buffer.from(error instanceof Error ? error.message : String(error)));
  process.exit(1);
});
