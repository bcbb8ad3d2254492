import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { countTokens as tokenizer } from "gpt-tokenizer/encoding/o200k_base";
import type { ChatRecord } from "../../src/llm/chatMessage";
import { countTokens } from "../../src/llm/tokens";

const example = (content: string): ChatRecord => ({ messages: [{ role: "assistant", content }] });
/** 3 for the message, 3 for the reply, 1 for the role. */
const AROUND = 7;
const tokensOf = async (text: string): Promise<number> => (await countTokens([example(text)], "gpt-4o")).total - AROUND;

function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

describe("report: counting the tokens of a run without spaces took minutes", () => {
  // Short enough that the tokenizer itself counts them in a moment.
  const runs: Record<string, string> = {
    "one letter": "x".repeat(6000),
    "random letters": randomBytes(20_000).toString("hex").replace(/\d/g, "q").slice(0, 6000),
    Chinese: "中文字".repeat(1500),
    emoji: "😀".repeat(2500),
    Hindi: "नमस्ते".repeat(700),
    dashes: "-".repeat(6000),
    spaces: `${" ".repeat(6000)}x`,
    "line breaks": "\n".repeat(6000),
  };
  for (const [what, text] of Object.entries(runs))
    it(`counts ${what} within 1 % of the tokenizer`, async () => {
      const right = tokenizer(text);
      assert.ok(Math.abs((await tokensOf(text)) / right - 1) <= 0.01);
      assert.equal((await countTokens([example(text)], "gpt-4o")).exact, false);
    });

  const ordinary: Record<string, string> = {
    sentences: "The quick brown fox, aged 25, jumps over the lazy dog.\n".repeat(5000),
    base64: randomBytes(150_000).toString("base64"),
    "Chinese with punctuation": "今天天气很好，我们去公园。".repeat(3000),
    "runs at the limit": `${"x".repeat(1024)} ${"-".repeat(1024)} y`,
  };
  for (const [what, text] of Object.entries(ordinary))
    it(`counts ${what} exactly`, async () => {
      assert.equal(await tokensOf(text), tokenizer(text));
      assert.equal((await countTokens([example(text)], "gpt-4o")).exact, true);
    });

  it("takes no longer for a character of a long run than for one of a short run", async () => {
    const timed = async (length: number): Promise<number> => {
      const text = randomBytes(length).toString("hex").replace(/\d/g, "q").slice(0, length);
      const before = process.cpuUsage();
      await tokensOf(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / length;
    };
    await timed(50_000);
    const short = await timed(50_000);
    assert.ok((await timed(1_600_000)) < 4 * short);
    // The tokenizer alone takes 16 times as long for 4 times the text.
    const run = (length: number): string => "ab".repeat(length / 2);
    assert.ok(processorTime(() => tokenizer(run(16_000))) > 6 * processorTime(() => tokenizer(run(4000))));
  });

  it("says how far it is, and stops when it is told to", async () => {
    const stop = new AbortController();
    const seen: [number, number][] = [];
    const counting = countTokens([example("x".repeat(3_000_000))], "gpt-4o", {
      signal: stop.signal,
      onProgress: (done, total) => {
        seen.push([done, total]);
        if (seen.length === 2) stop.abort(new Error("enough"));
      },
    });
    await assert.rejects(counting, /enough/);
    assert.equal(seen.length, 2);
    assert.ok(seen[0]![0] < seen[1]![0] && seen[1]![1] >= 3_000_000);
  });
});
