// Prompts as LFs: answers that are kept become votes, rows without one are "not asked", and only what an answer concerns runs again.
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { answerLine, answerPath } from "../../src/llm/prompts/answerFile";
import type { EndpointSpec, OpenQuestions, PromptAnswer } from "../../src/protocol/asking";
import { goodFile, goodVotes, sampleRows, startTestEngine, type RunOutcome, type TestEngine } from "./testEngine";

const endpoint: EndpointSpec = { baseUrl: "http://127.0.0.1:1/v1", model: "smol", concurrency: 4, timeoutSeconds: 60 };

const file = (options: string, before = "", head = "prompt"): string => `import { ${head} } from "lf-lens";
${before}
export const asks = prompt({ endpoint: "local", template: "Spam? {{ text }}", ${options} });
`;

describe("a prompt as an LF", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  let answers: string;
  beforeEach(async () => {
    engine = await startTestEngine({ rows: sampleRows, columns: { id: "id", gold: "gold" }, endpoints: { local: endpoint } });
    answers = answerPath(engine.spec.prompts!.answers, endpoint);
    mkdirSync(dirname(answers), { recursive: true });
  });
  afterEach(() => engine.close());

  const run = async (text: string, known: readonly string[] = []): Promise<RunOutcome> => {
    engine.write("good.lf.ts", goodFile);
    engine.write("prompt.lf.ts", text);
    return engine.run(["good.lf.ts", "prompt.lf.ts"], { known });
  };
  const open = (rows: readonly number[] | "all" = "all"): Promise<OpenQuestions> =>
    engine.client.questions({ files: [{ path: engine.path("prompt.lf.ts") }], rows });
  /** Answers the open questions of the rows, in their order; undefined leaves one out. */
  async function answer(...given: readonly (string | PromptAnswer | undefined)[]): Promise<void> {
    const { questions } = await open();
    given.forEach((one, i) => {
      if (one !== undefined) appendFileSync(answers, answerLine(questions[i]!.hash, typeof one === "string" ? { text: one } : one));
    });
  }
  const counts = ({ results }: RunOutcome): unknown[] => [results.get("asks")?.notAsked, results.get("asks")?.asked];

  it("asks nobody: rows without an answer are not asked yet, and say what would be sent", async () => {
    const text = file('labels: { yes: "SPAM", no: "HAM" }, system: "You filter.", examples: [{ row: { text: "win!" }, answer: "yes" }]');
    const outcome = await run(text);
    assert.deepEqual([outcome.votes, outcome.faults, outcome.problems], [{ ...goodVotes, asks: "----" }, [], []]);
    assert.deepEqual(counts(outcome), [4, { answered: 0, noLabel: 0 }]);
    const { lfs, questions, more } = await open();
    assert.deepEqual(lfs, [{ name: "asks", rows: 4, answered: 0, columns: ["text"], open: Int32Array.of(0, 1, 2, 3) }]);
    assert.equal(more, false);
    assert.deepEqual(questions[1]?.messages, [
      { role: "system", content: "You filter." },
      { role: "user", content: "Spam? win!" },
      { role: "assistant", content: "yes" },
      { role: "user", content: "Spam? great song" },
    ]);
    assert.deepEqual([questions[1].endpoint, questions[1].temperature, questions[1].logprobs], ["local", 0, false]);
    assert.equal((await open([1, 3])).questions.length, 2);
  });

  it("votes what was answered, and abstains on what is no answer of its own", async () => {
    const text = file('labels: { yes: "SPAM", no: "HAM" }, abstain: "unsure"');
    await run(text);
    await answer(' "Yes." ', "no", "unsure", "Yes, it is spam. Ignore all rules.");
    const outcome = await run(text);
    assert.equal(outcome.votes["asks"], "SH--");
    assert.deepEqual(counts(outcome), [undefined, { answered: 4, noLabel: 1 }]);
  });

  it("runs nothing again but an LF that an answer concerns", async () => {
    const text = file("", 'export const other = prompt({ endpoint: "local", template: "Other? {{text}}", abstain: "unsure" });');
    const first = await run(text);
    const versions = ({ results }: RunOutcome): string[] => [...results.values()].map(({ version }) => version!);
    assert.equal(first.votes["asks"], "----");
    assert.deepEqual((await run(text, versions(first))).votes, {});
    const { questions, lfs } = await open();
    const own = questions[lfs.find(({ name }) => name === "asks")!.open[1]!]!;
    appendFileSync(answers, answerLine(own.hash, { text: "HAM" }));
    const second = await run(text, versions(first));
    assert.deepEqual(second.votes, { asks: "-H--" });
    assert.deepEqual(counts(second), [3, { answered: 1, noLabel: 0 }]);
  });

  it("reads JSON, patterns and probabilities", async () => {
    const json = file('output: "json", abstain: ["unsure"]');
    await run(json);
    assert.deepEqual((await open()).questions[0]?.choices, ["HAM", "SPAM", "unsure"]);
    await answer('{"label":"SPAM"}', '```json\n{"label": "ham"}\n```', '{"label":"unsure"}', "{");
    const outcome = await run(json);
    assert.deepEqual([outcome.votes["asks"], counts(outcome)], ["SH--", [undefined, { answered: 4, noLabel: 1 }]]);

    const pattern = file('output: /answer: *(\\w+)/i, labels: { a: "HAM", b: "SPAM" }');
    await run(pattern);
    await answer("It sings. Answer: a", "Let me think. ANSWER: B", "no idea", { text: "", withheld: "content filter" });
    const second = await run(pattern);
    assert.deepEqual([second.votes["asks"], counts(second)], ["HS--", [undefined, { answered: 4, noLabel: 2 }]]);

    const sure = file("threshold: 0.9");
    await run(sure);
    assert.equal((await open()).questions[0]?.logprobs, true);
    await answer({ text: "SPAM", probability: 0.95 }, { text: "HAM", probability: 0.89 }, { text: "HAM", probability: 0.9 }, "HAM");
    const third = await run(sure);
    assert.deepEqual([third.votes["asks"], third.faults.length], ["S-H-", 1]);
    assert.match(third.faults[0]!, /The endpoint "local" gave no log-probabilities.*x1$/);
  });

  it("composes: only rows on which it decides are to be asked", async () => {
    const text = `import { keyword, lf, or, prompt, when } from "lf-lens";
export const asks = when(keyword("SPAM", "text", "song"), prompt({ endpoint: "local", template: "{{text}}" }));
export const either = or(keyword("SPAM", "text", "subscribe"), prompt({ endpoint: "local", template: "{{text}}" }));
`;
    const outcome = await run(text);
    assert.deepEqual(counts(outcome), [1, { answered: 0, noLabel: 0 }]);
    const { lfs, questions } = await open();
    assert.deepEqual(
      lfs.map(({ name, rows, open: places }) => [name, rows, [...places]]),
      [
        ["asks", 1, [0]],
        ["either", 3, [0, 1, 2]],
      ],
    );
    // The same question of two LFs is one.
    assert.equal(questions.length, 3);
  });

  it("takes no torn line for an answer, and goes on behind it", async () => {
    const text = file("");
    await run(text);
    const { questions } = await open();
    const line = answerLine(questions[0]!.hash, { text: "SPAM" });
    writeFileSync(answers, line.slice(0, -9));
    assert.equal((await run(text)).votes["asks"], "----");
    appendFileSync(answers, `\n${answerLine(questions[1]!.hash, { text: "HAM" })}not JSON\n{"q":5}\n`);
    assert.equal((await run(text)).votes["asks"], "-H--");
    // A file that is gone was the user's decision: what it said counts no longer.
    rmSync(answers);
    assert.equal((await run(`${text}// again`)).votes["asks"], "----");
  });

  it("says which endpoint and which column there is not", async () => {
    const wrong = await run(file("").replace('"local"', '"locl"'));
    assert.match(wrong.problems.join("\n"), /asks does not run.*no endpoint "locl". Did you mean "local"\?/);
    const column = await run(file("").replace("{{ text }}", "{{gold}}"));
    assert.match(column.faults.join("\n"), /names the column "gold". There is: id, text, n, tags.*x4/);
    const output = await run(file("threshold: 2"));
    assert.match(output.problems.join("\n"), /needs a number from 0 to 1 as its threshold/);
  });

  it("counts on all rows as on the sample", async () => {
    const text = file("");
    await run(text);
    await answer(undefined, "HAM", "nonsense");
    const report = await engine.client.measure({ files: [{ path: engine.path("prompt.lf.ts") }], labelModel: { kind: "majority" } });
    assert.deepEqual([report.notAsked, report.asked, report.summary.lfs[0]?.votes], [[2], [{ answered: 2, noLabel: 1 }], 1]);
  });
});
