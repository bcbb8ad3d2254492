import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { templateProblem } from "../../src/core/export/taskTemplate";
import { completionOf, promptOf, type ChatMessage, type ChatRecord } from "../../src/llm/chatMessage";
import { chatLines } from "../../src/jobs/chatRecord";
import { prepareJob } from "../../src/jobs/prepare";
import { newWorld } from "../jobs/world";

const user = (content: ChatMessage["content"]): ChatMessage => ({ role: "user", content });
const assistant = (content: string, more: Partial<ChatMessage> = {}): ChatMessage => ({ role: "assistant", content, ...more });
const enough: ChatRecord[] = Array.from({ length: 60 }, (_, n) => ({
  messages: [user(`Comment ${n}`), assistant(n % 2 === 0 ? "HAM" : "SPAM")],
}));
const OPENAI = { id: "openai" };
const TOGETHER = { id: "together" };

/** Every problem as "severity line: message". */
async function problemsOf(training: string, provider: object = OPENAI, parts: object = {}): Promise<string[]> {
  const world = newWorld();
  writeFileSync(join(world.folder, "training.jsonl"), training);
  const ticket = world.ticket({ provider, validation: undefined, ...parts });
  const { problems } = await prepareJob(ticket, world.tools.provider(ticket), world.tools.clock);
  return problems.map(({ severity, line, message }) => `${severity} ${line ?? "file"}: ${message}`);
}
/** Sixty sound examples, of which the third is this one. */
const withThird = (record: ChatRecord): string => chatLines(enough.with(2, record));
const problemsWith = (record: ChatRecord, provider?: object): Promise<string[]> => problemsOf(withThird(record), provider);

describe("report: a fine-tune file that is JSON, but not one example a line", () => {
  const files: Record<string, [string, RegExp]> = {
    "an array over many lines": [JSON.stringify(enough, null, 2), /^error 1: This is a JSON array\. Write one example a line/],
    "an array on one line": [JSON.stringify(enough), /^error 1: This is a JSON array/],
    "an array that is cut off": [JSON.stringify(enough, null, 2).slice(0, 500), /^error 1: This is a JSON array/],
    "objects over several lines": [
      enough.map((one) => JSON.stringify(one, null, 2)).join("\n"),
      /^error 1: These are JSON objects over several lines/,
    ],
  };
  for (const [what, [text, problem]] of Object.entries(files))
    it(`gives one error for ${what}`, async () => {
      const found = await problemsOf(text);
      assert.equal(found.length, 1, found.slice(0, 3).join("\n"));
      assert.match(found[0]!, problem);
    });
});

describe("report: a byte-order mark", () => {
  it("is named, and the examples are checked all the same", async () => {
    const found = await problemsOf(`\uFEFF${withThird({ messages: [user("hello"), assistant("")] })}`);
    assert.deepEqual(
      found.map((problem) => problem.slice(0, 60)),
      ["error 1: The file begins with a byte-order mark (BOM), which", "error 3: The assistant's last message is empty: there is not"],
    );
  });
});

describe("report: examples from which a model learns nothing", () => {
  it("are those whose assistant's messages all have weight 0", async () => {
    const silent = [user("a"), assistant("HAM", { weight: 0 })];
    const mixed = [user("a"), assistant("SPAM", { weight: 1 }), user("b"), assistant("HAM", { weight: 0 })];
    assert.match((await problemsWith({ messages: silent })).join("\n"), /error 3: All of the assistant's messages have weight 0/);
    assert.ok((await problemsWith({ messages: mixed })).every((problem) => problem.startsWith("warning")));
  });

  it("are those whose user says nothing", async () => {
    for (const content of ["", " \n", [{ type: "text" as const, text: "" }]])
      assert.deepEqual(await problemsWith({ messages: [user(content), assistant("HAM")] }), ["error 3: Message 1, the user's, is empty."]);
  });

  it("are all, where two labels have the same answer", async () => {
    const task = { prompt: "{{text}}", completions: { HAM: "no", SPAM: "yes", SCAM: "yes " } };
    assert.deepEqual(await problemsOf(chatLines(enough), OPENAI, { task }), [
      'error file: The labels "SPAM" and "SCAM" have the same answer, "yes": give each its own.',
    ]);
    const template = { system: "", prompt: "{{text}}", completion: "{{label}}", answers: { HAM: "SPAM" } };
    assert.match(templateProblem(template, ["text"], undefined, ["HAM", "SPAM"]) ?? "", /"HAM" and "SPAM" have the same answer, "SPAM"/);
  });
});

// The forms are those of OpenAI's function-calling and vision guides and of its API reference.
const call = { id: "call_1", type: "function" as const, function: { name: "get_weather", arguments: '{"city": "Oslo"}' } };
const answered: ChatMessage[] = [
  { role: "system", content: [{ type: "text", text: "Be short." }] },
  user("What is the weather in Oslo?"),
  { role: "assistant", content: null, tool_calls: [call] },
  { role: "tool", tool_call_id: "call_1", content: "cold" },
  assistant("It is cold."),
];
const tools: ChatRecord["tools"] = [
  { type: "function", function: { name: "get_weather", parameters: { type: "object", properties: {} } } },
];
const image = (url: string): ChatMessage => user([{ type: "image_url", image_url: { url, detail: "low" } }]);
const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

describe("report: tool calls and content parts as OpenAI documents them", () => {
  const shape = /This line has/;
  const accepted: Record<string, [ChatRecord, object[]]> = {
    "a tool call as the answer": [
      { messages: [user("Weather in Oslo?"), { role: "assistant", tool_calls: [call] }], tools, parallel_tool_calls: false },
      [OPENAI, TOGETHER],
    ],
    "a tool call, its result and an answer": [{ messages: answered, tools }, [OPENAI, TOGETHER]],
    "the older function call": [
      {
        messages: [user("Weather?"), { role: "assistant", function_call: { name: "get_weather", arguments: "{}" } }],
        functions: [{ name: "get_weather" }],
      },
      [OPENAI],
    ],
    "two messages of the user, the second an image": [
      { messages: [user("Which cheese?"), image("https://example.org/cheese.jpg"), assistant("Danbo")] },
      [OPENAI],
    ],
    "an image in the file": [{ messages: [image(PIXEL), assistant("Danbo")] }, [OPENAI, TOGETHER]],
    "a refusal": [{ messages: [user("How to steal?"), { role: "assistant", content: [{ type: "refusal", refusal: "No." }] }] }, [OPENAI]],
  };
  for (const [what, [record, providers]] of Object.entries(accepted))
    it(`accept ${what}`, async () => {
      for (const provider of providers)
        assert.deepEqual(
          (await problemsWith(record, provider)).filter((problem) => !shape.test(problem)),
          [],
        );
    });

  const local = { id: "local" };
  const refused: Record<string, [ChatMessage[], RegExp, object?]> = {
    "a result that no call asked for": [
      answered.filter(({ tool_calls }) => !tool_calls),
      /Message 3 answers the tool call "call_1", which was not made before it/,
    ],
    "a call without its result": [
      answered.filter(({ role }) => role !== "tool"),
      /Message 4 comes before the tool call "call_1" is answered/,
    ],
    "a call by the user": [
      [{ ...user("x"), tool_calls: [call] }, assistant("y")],
      /Message 1 is by "user": only the assistant calls tools/,
    ],
    "an image by the assistant": [
      [user("Draw."), { ...image(PIXEL), role: "assistant" }, user("Thanks"), assistant("y")],
      /Message 2 has an image, but is by "assistant"/,
    ],
    "a refusal beside text": [
      [
        user("x"),
        {
          role: "assistant",
          content: [
            { type: "refusal", refusal: "No" },
            { type: "text", text: "Yes" },
          ],
        },
      ],
      /a refusal stands alone/,
    ],
    "a weight of the user's": [[{ ...user("x"), weight: 1 }, assistant("y")], /only the assistant's messages take a weight/],
    "an image's address at Together": [
      [image("https://example.org/a.png"), assistant("y")],
      /as base64 \(data:image\/\.\.\.\) only/,
      TOGETHER,
    ],
    "two messages of the user at Together": [[user("a"), user("b"), assistant("y")], /must take turns/, TOGETHER],
    "an image for the model on this machine": [[image(PIXEL), assistant("y")], /the provider takes text only/, local],
    "tools for the model on this machine": [[user("x"), { role: "assistant", tool_calls: [call] }], /takes none/, local],
  };
  for (const [what, [messages, problem, provider]] of Object.entries(refused))
    it(`refuse ${what}`, async () => {
      const errors = (await problemsWith({ messages }, provider)).filter((found) => found.startsWith("error"));
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors[0]!, problem);
    });

  it("are told apart as prompts and answers", () => {
    const asks = (messages: ChatMessage[]): string => promptOf({ messages: [...messages, assistant("x")] });
    assert.notEqual(asks([image(PIXEL)]), asks([image("https://example.org/a.png")]));
    assert.equal(asks([user("a")]), asks([user([{ type: "text", text: "a" }])]));
    assert.equal(completionOf({ messages: [user("a"), { role: "assistant", tool_calls: [call] }] }), 'get_weather({"city": "Oslo"})');
  });
});
