import assert from "node:assert/strict";
import type { CellValue } from "../../src/core/data/cells";
import { taskRecord } from "../../src/core/export/taskRecord";
import { renderExample } from "../../src/core/export/taskTemplate";
import type { ChatRecord } from "../../src/llm/chatMessage";
import { estimateCost, costSoFar, costText } from "../../src/jobs/prices";
import { parseTicket } from "../../src/jobs/ticket";
import { columnsOf, renderPrompt } from "../../src/llm/promptTemplate";
import { countTokens } from "../../src/llm/tokens";

const task = {
  system: "Label comments on videos as {{ labels }}.",
  prompt: "{{author}} wrote: {{text}}",
  completions: { SPAM: "spam" },
};
const row: Record<string, CellValue> = { author: "Ann", text: 'Hi {{you}} & "all"', labels: ["SPAM", "HAM"], likes: null };

describe("a job ticket", () => {
  it("turns a row into what is said to the model", () => {
    assert.deepEqual(renderPrompt(task, row), [
      { role: "system", content: 'Label comments on videos as ["SPAM","HAM"].' },
      { role: "user", content: 'Ann wrote: Hi {{you}} & "all"' },
    ]);
    assert.deepEqual(renderPrompt({ prompt: "[{{likes}}]" }, row), [{ role: "user", content: "[]" }]);
  });

  it("knows the columns that it sends", () => assert.deepEqual(columnsOf(task), ["labels", "author", "text"]));

  const base = { provider: { id: "openai" }, baseModel: "gpt-4o-mini", training: "a.jsonl" };
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ provider: { id: "openai", baseUrl: "http://example.org/v1" } }, /sent by https only/],
    [{ provider: { id: "openai", baseUrl: "https://me:secret@example.org/v1" } }, /Leave the name and the password out of the address/],
    [{ provider: { id: "openai", key: "sk-1" } }, /Unrecognized key: "key"/],
    [
      { provider: { id: "nobody" } },
      /There is no such provider\. There are: local, command, openai, azure, together, sagemaker, huggingface\.[^]*provider\.id/,
    ],
    [{ baseModel: " " }, /baseModel/],
    [{ hyperparameters: { epochs: 0 } }, /hyperparameters\.epochs/],
  ];
  for (const [parts, message] of wrong)
    it(`is refused with the place: ${JSON.stringify(parts)}`, () => assert.throws(() => parseTicket({ ...base, ...parts }), message));

  it("takes plain http on this machine, and cuts the slash off an address", () => {
    const ticket = parseTicket({ ...base, provider: { id: "openai", baseUrl: "http://127.0.0.1:8000/v1/" } });
    assert.deepEqual(ticket.provider, { id: "openai", baseUrl: "http://127.0.0.1:8000/v1" });
  });
});

describe("a template", () => {
  const templates = [
    { system: "Sort {{ labels }}.", prompt: "{{author}}: {{text}}" },
    { system: "", prompt: "{{{author}}}" },
    { system: "", prompt: "{{likes}}|{{ text }}" },
  ];
  for (const template of templates)
    it(`asks what it trained with: ${JSON.stringify(template)}`, () => {
      const example = renderExample({ ...template, completion: "{{label}}" }, row, "HAM");
      const trained = (taskRecord("chat", example) as ChatRecord).messages.slice(0, -1);
      assert.deepEqual(renderPrompt(template, row), trained);
    });

  it("trains no more than it asks with a column that is not there", () => {
    const wrong = { system: "", prompt: "{{titel}}" };
    for (const render of [() => renderPrompt(wrong, row), () => renderExample({ ...wrong, completion: "{{label}}" }, row, "HAM")])
      assert.throws(render, /names the column "titel"\. There is: author, text, labels, likes/);
  });
});

describe("what a job costs", () => {
  const ticket = (parts: Record<string, unknown>) =>
    parseTicket({ provider: { id: "openai" }, baseModel: "gpt-4o-mini", training: "a.jsonl", ...parts });
  const cases: [string, Record<string, unknown>, string][] = [
    [
      "tokens x epochs x price",
      { hyperparameters: { epochs: 3 } },
      "3.00 USD (3.00 USD per million tokens; OpenAI's price list as reported in April 2026)",
    ],
    [
      "an epoch, where the provider picks how many",
      {},
      "1.00 USD for each epoch; the provider picks how many (3.00 USD per million tokens; OpenAI's price list as reported in April 2026)",
    ],
    ["unknown for a model without a dated price", { baseModel: "gpt-9" }, "unknown: no dated price of gpt-9 is known here"],
    [
      "the price that the user gives",
      { baseModel: "gpt-9", pricePerMillion: 6, hyperparameters: { epochs: 1 } },
      "2.00 USD (6.00 USD per million tokens; the price that you gave)",
    ],
    [
      "unknown at another host, whatever the model",
      { provider: { id: "openai", baseUrl: "https://x.example/v1" } },
      "unknown: no dated price of this provider is known here",
    ],
    ["nothing on this machine", { provider: { id: "local" } }, "0.00 USD (it runs on your own machine)"],
  ];
  for (const [what, parts, text] of cases) it(`is ${what}`, () => assert.equal(costText(estimateCost(ticket(parts), 333_333)), text));

  it("so far: as billed, else by trained tokens, else by progress, else unknown", () => {
    const estimate = estimateCost(ticket({ hyperparameters: { epochs: 2 } }), 1_000_000);
    const usd = (now: Parameters<typeof costSoFar>[1]): number | string => {
      const cost = costSoFar(estimate, now);
      return cost.known ? cost.usd : cost.reason;
    };
    assert.deepEqual(
      [usd({ billedUsd: 5, trainedTokens: 1 }), usd({ trainedTokens: 500_000, share: 1 }), usd({ share: 0.25 })],
      [5, 1.5, 1.5],
    );
    assert.match(String(usd({})), /has not said how many tokens/);
  });
});

describe("token counts", () => {
  const record = (content: string) => ({
    messages: [
      { role: "user", content },
      { role: "assistant", content: "SPAM" },
    ],
  });

  it("follow OpenAI's recipe: 3 a message, 3 for the reply, and the text's own", async () => {
    // o200k_base: "hello world" is 2 tokens, "SPAM" 2, each role 1.
    const { perExample, exact } = await countTokens([record("hello world")], "gpt-4o-mini-2024-07-18");
    assert.deepEqual(perExample, [3 + (3 + 1 + 2) + (3 + 1 + 2)]);
    assert.equal(exact, true);
  });

  it("are called estimates for models with another tokenizer, and beyond what is counted", async () => {
    assert.equal((await countTokens([record("hello")], "meta-llama/Llama-3-8b")).exact, false);
    const many = Array.from({ length: 100 }, () => record("hello world"));
    const exact = await countTokens(many, "gpt-4o");
    const partly = await countTokens(many, "gpt-4o", { mostCharacters: 300 });
    assert.equal(exact.counted, 100);
    assert.ok(partly.counted < 30 && partly.perExample.length === 100);
    assert.ok(Math.abs(partly.total / exact.total - 1) < 0.05);
  });
});
