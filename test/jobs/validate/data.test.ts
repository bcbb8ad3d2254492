import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import type { ChatRecord } from "../../../src/llm/chatMessage";
import { chatLines } from "../../../src/jobs/chatRecord";
import { prepareJob } from "../../../src/jobs/prepare";
import { isCardNumber, isIban, mask } from "../../../src/jobs/validate/sensitive";
import { examples, newWorld } from "../world";

const say = (user: string, assistant: string): ChatRecord => ({
  messages: [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ],
});
/** Enough examples that nothing is said about their number. */
const enough = Array.from({ length: 60 }, (_, n) => say(`Comment ${n}`, n % 2 === 0 ? "HAM" : "SPAM"));

interface Files {
  readonly training?: string;
  readonly validation?: string;
  readonly parts?: Record<string, unknown>;
}

/** Every problem as "severity file:line: message". */
async function problemsOf({ training = chatLines(enough), validation, parts = {} }: Files): Promise<string[]> {
  const world = newWorld();
  writeFileSync(join(world.folder, "training.jsonl"), training);
  if (validation !== undefined) writeFileSync(join(world.folder, "validation.jsonl"), validation);
  const ticket = world.ticket({ provider: { id: "openai" }, ...(validation === undefined ? { validation: undefined } : {}), ...parts });
  const { problems } = await prepareJob(ticket, world.tools.provider(ticket), world.tools.clock);
  return problems.map(
    ({ severity, file, line, message }) => `${severity} ${basename(file)}${line === undefined ? "" : `:${line}`}: ${message}`,
  );
}

/** Examples of which line 3 is this one. */
const withLine3 = (line: string | ChatRecord): string =>
  chatLines(enough.slice(0, 2)) + (typeof line === "string" ? `${line}\n` : chatLines([line])) + chatLines(enough.slice(3));

describe("checks of training data", () => {
  it("find nothing in good examples", async () => assert.deepEqual(await problemsOf({}), []));

  const cases: Record<string, [string | ChatRecord, RegExp]> = {
    "no JSON": ['{"messages": [', /^error training\.jsonl:3: Not JSON: /],
    "an empty line": ["", /^error training\.jsonl:3: The line is empty/],
    "no messages": ["{}", /^error training\.jsonl:3: messages: .*An example is \{"messages"/],
    "a key that is not known": ['{"messages": [], "label": "HAM"}', /^error training\.jsonl:3: /],
    "content that is no text": ['{"messages": [{"role": "user", "content": 5}]}', /^error training\.jsonl:3: messages\.0\.content: /],
    "an unknown role": [
      { messages: [{ role: "bot", content: "x" }] },
      /^error training\.jsonl:3: The role "bot" is not one of system, developer, user, assistant, tool, function\./,
    ],
    "an end by the user": [
      { messages: [...say("a", "b").messages, { role: "user", content: "c" }] },
      /^error training\.jsonl:3: The last message must be the assistant's/,
    ],
    "an empty answer": [say("a", "  "), /^error training\.jsonl:3: The assistant's last message is empty/],
    "a system message in one line only": [
      { messages: [{ role: "system", content: "Classify." }, ...say("a", "HAM").messages] },
      /^warning training\.jsonl:3: This line has a system message, line 1 has no system message/,
    ],
    "the same example twice": [enough[0]!, /^warning training\.jsonl:3: The same as line 1\.$/],
    "the same prompt with another answer": [
      say("Comment 0", "SPAM"),
      /^warning training\.jsonl:3: The same prompt as line 1, but "SPAM" here and "HAM" there/,
    ],
    "the label in the prompt": [
      say("This is SPAM, says its column", "SPAM"),
      /^warning training\.jsonl:3: The prompt holds its own answer, "SPAM"/,
    ],
    "an e-mail address": [
      say("write to jane.doe@example.org", "HAM"),
      /^warning training\.jsonl:3: Looks like an e-mail address: jane… \(20 characters\)\.$/,
    ],
    "a card number": [
      say("my card 4111 1111 1111 1111 please", "HAM"),
      /^warning training\.jsonl:3: Looks like a card number: 4111… \(19 characters\)/,
    ],
    "an IBAN": [
      say("pay to DE89 3704 0044 0532 0130 00", "HAM"),
      /^warning training\.jsonl:3: Looks like an IBAN: DE89… \(27 characters\)/,
    ],
    "a phone number": [
      say("call +49 30 901820 now", "HAM"),
      /^warning training\.jsonl:3: Looks like a phone number: \+49… \(13 characters\)/,
    ],
    "an API key": [
      say("use sk-proj-abcdefghijklmnopqrstuvwx", "HAM"),
      /^error training\.jsonl:3: Looks like an API key: sk-p… \(32 characters\)\. Take it out, or allow secrets/,
    ],
    "a private key": [say("-----BEGIN RSA PRIVATE KEY-----", "HAM"), /^error training\.jsonl:3: Looks like a private key: ----… /],
    "an AWS key": [say("AKIAIOSFODNN7EXAMPLE", "HAM"), /^error training\.jsonl:3: Looks like an AWS access key: AKIA… /],
    "an example over the model's limit": [
      say("word ".repeat(70_000), "HAM"),
      /^error training\.jsonl:3: 70,0\d\d tokens; beyond 65,536 the example is cut/,
    ],
  };
  for (const [what, [line, problem]] of Object.entries(cases))
    it(`name ${what} with its line`, async () => {
      const found = await problemsOf({ training: withLine3(line) });
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0]!, problem);
    });

  const harmless: Record<string, ChatRecord> = {
    "all labels in the prompt": say("Is this HAM or SPAM: hello", "HAM"),
    "a part of a word": say("SPAMMER calls HAMBURG", "SPAM"),
    "a long number that is no card": say("order 1234 5678 9012 3456", "HAM"),
    "a date": say("on 2026-11-21 or 21.11.2026", "HAM"),
    "a version and prices": say("1.2.3.4 costs 12.50, was 100.000", "HAM"),
    "a special token's text": say("<|endoftext|> means nothing", "HAM"),
  };
  for (const [what, record] of Object.entries(harmless))
    it(`leave ${what} in peace`, async () => assert.deepEqual(await problemsOf({ training: withLine3(record) }), []));

  it("name what stands in both files", async () => {
    assert.deepEqual(await problemsOf({ validation: chatLines([say("Other", "HAM"), enough[6]!]) }), [
      "warning validation.jsonl:2: The same prompt is in the training file, line 7: the validation loss will look better than it is.",
    ]);
  });

  it("know how few examples the service takes", async () => {
    assert.match(
      (await problemsOf({ training: chatLines(enough.slice(0, 9)) }))[0]!,
      /^error .*9 examples are too few: the provider takes 10 or more/,
    );
    assert.match(
      (await problemsOf({ training: chatLines(examples) }))[0]!,
      /^warning .*12 examples are accepted, but 50 or more are advised/,
    );
    assert.deepEqual(await problemsOf({ training: "" }), ["error training.jsonl: The file is empty."]);
    const together = { provider: { id: "together" }, baseModel: "meta-llama/Llama-3-8b" };
    assert.ok(
      (await problemsOf({ training: chatLines(enough.slice(0, 9)), parts: together })).every((problem) => problem.startsWith("warning")),
    );
  });

  it("show the first twenty of many, and count the rest", async () => {
    const found = await problemsOf({ training: chatLines(enough) + "{}\n".repeat(100) });
    assert.equal(found.length, 21);
    assert.equal(found[20], "error training.jsonl: 80 more lines like these (schema).");
  });

  it("let secrets pass as warnings where the user allows them", async () => {
    const secret = say("use sk-proj-abcdefghijklmnopqrstuvwx", "HAM");
    assert.match(
      (await problemsOf({ training: withLine3(secret), parts: { allowSecrets: true } }))[0]!,
      /^warning training\.jsonl:3: Looks like an API key/,
    );
  });

  const settings: [Record<string, unknown>, RegExp][] = [
    [
      { hyperparameters: { learningRate: 0.1 } },
      /OpenAI does not take learningRate\. It takes: epochs, batchSize, learningRateMultiplier, seed/,
    ],
    [{ hyperparameters: { epochs: 51 } }, /epochs is 51: OpenAI takes 1 to 50/],
    [{ hyperparameters: { batchSize: 257 } }, /batchSize is 257: OpenAI takes 1 to 256/],
    [{ suffix: "my model!" }, /The suffix "my model!" is not 1 to 64 letters, digits, - and _/],
    [
      { provider: { id: "together" }, hyperparameters: { epochs: "auto" } },
      /Together AI does not pick epochs itself: give a number from 1 to 20/,
    ],
    [{ provider: { id: "azure", endpoint: "https://x.openai.azure.com" }, suffix: "a".repeat(41) }, /is not 1 to 40 letters/],
  ];
  for (const [parts, problem] of settings)
    it(`of the ticket: ${JSON.stringify(parts)}`, async () => {
      const found = await problemsOf({ parts });
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0]!, problem);
    });

  it("read a file with Windows line ends, and number its lines as an editor does", async () => {
    assert.deepEqual(await problemsOf({ training: `${chatLines(enough).replaceAll("\n", "\r\n")}\r\n\r\n` }), []);
    assert.match((await problemsOf({ training: `${withLine3("x").replaceAll("\n", "\r\n")}` }))[0]!, /^error training\.jsonl:3: Not JSON/);
  });

  it("name a file that is not there or no UTF-8", async () => {
    const world = newWorld();
    const prepare = (training: string): Promise<unknown> => {
      const ticket = world.ticket({ provider: { id: "openai" }, training });
      return prepareJob(ticket, world.tools.provider(ticket), world.tools.clock);
    };
    await assert.rejects(prepare(join(world.folder, "none.jsonl")), /none\.jsonl: there is no such file/);
    writeFileSync(join(world.folder, "latin1.jsonl"), Buffer.from([0x7b, 0xe9, 0x7d]));
    await assert.rejects(prepare(join(world.folder, "latin1.jsonl")), /latin1\.jsonl: not UTF-8/);
  });
});

describe("numbers with a check", () => {
  const valid = ["4111111111111111", "5500005555555559", "378282246310005", "6011 1111 1111 1117"];
  for (const card of valid) it(`${card} is a card`, () => assert.ok(isCardNumber(card)));
  const ibans = ["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "FR1420041010050500013M02606", "NO9386011117947"];
  for (const iban of ibans) it(`${iban} is an IBAN`, () => assert.ok(isIban(iban)));

  it("one wrong digit and it is neither", () => {
    const change = (text: string, at: number): string => text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1);
    for (const card of valid.map((text) => text.replaceAll(" ", "")))
      for (let at = 0; at < card.length; at++) assert.ok(!isCardNumber(change(card, at)));
    for (let at = 4; at < 22; at++) assert.ok(!isIban(change(ibans[0]!, at)));
  });

  it("a mask shows at most four characters and never more than a quarter", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (secret) => {
        const shown = mask(secret).split("… (")[0]!;
        assert.ok(shown.length <= 4 && shown.length <= secret.length / 4 && secret.startsWith(shown));
      }),
    );
  });
});
