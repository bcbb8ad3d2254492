// annotator("anna"): a person's judgements as votes of an LF.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import type { Judgement } from "../../../src/core/gold/judgement";
import { letterFiles, startTestSession, type TestSession } from "../testSession";

const says = (row: string, label: string | null, by = "anna"): Judgement => ({
  ...{ row, label, by, how: "random" },
  at: new Date(Date.UTC(2026, 0, 1) + 1000 * second++).toISOString(),
});
let second = 0;

const people = 'import { and, annotator, regex } from "lf-lens";\nexport const anna = annotator("anna");\n';
const both = `${people}export const sure = and(annotator("anna"), regex("B", "text", /^b/));\n`;
const config = letterFiles["lf.config.json"].replace("{", '{ "gold": { "voters": ["anna"] },');

describe("annotator()", () => {
  let test: TestSession;
  const open = async (files: Readonly<Record<string, string>>, said: readonly Judgement[] = []): Promise<void> => {
    test = startTestSession(files);
    mkdirSync(test.path("gold"));
    writeFileSync(test.path("gold/anna.jsonl"), said.map((one) => `${JSON.stringify(one)}\n`).join(""));
    await test.session.open(test.config);
  };
  const votes = async (lf: string): Promise<string[]> => {
    const { rows } = await test.session.rows(test.root, {}, 0, 10);
    return rows.map(({ votes }) => votes.find((vote) => vote.lf === lf)?.label ?? "-");
  };
  const problems = (): string => test.project().problems.map(({ message }) => message).join("\n"); // prettier-ignore
  afterEach(() => test.close());

  it("votes what the person said last, follows each judgement at once, and composes", async () => {
    await open({ ...letterFiles, "lf.config.json": config, "people.lf.ts": both }, [says("2", "A"), says("2", "B"), says("3", "A"), says("1", null)]); // prettier-ignore
    assert.deepEqual(await votes("anna"), ["-", "B", "A", "-", "-"]);
    assert.deepEqual(await votes("sure"), ["-", "B", "-", "-", "-"]);
    // Row 3 has gold B in the data: as a vote, Anna's A is wrong there, and it is no gold.
    assert.deepEqual([test.lf("anna").summary?.correct, test.lf("anna").summary?.incorrect], [0, 1]);
    assert.doesNotMatch(problems(), /gold as well/);
    await test.session.judgements(test.root).add([says("3", "B"), says("5", "B")]);
    await test.until(() => test.lf("anna").summary?.correct === 2);
    assert.deepEqual(await votes("anna"), ["-", "B", "B", "-", "B"]);
    assert.equal(test.project().data?.sampleGold, 4);
  });

  it("says so where the judgements are gold as well", async () => {
    await open({ ...letterFiles, "people.lf.ts": people }, [says("2", "A")]);
    assert.match(problems(), /The judgements of anna are votes here and gold as well.*"gold": \{ "voters": \["anna"\] \}/);
  });

  it("knows rows without an id by their content", async () => {
    const data = { "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "gold": { "voters": ["anna"] } }', "rows.csv": "text,n\napple,1\nbean,2\n" }; // prettier-ignore
    await open({ ...letterFiles, ...data, "people.lf.ts": people });
    assert.deepEqual(await votes("anna"), ["-", "-"]);
    await test.session.judgements(test.root).add([says(test.session.judgements(test.root).keyOf(1), "B")]);
    await test.until(() => test.lf("anna").summary?.votes === 1);
    assert.deepEqual(await votes("anna"), ["-", "B"]);
  });

  it("is named where the name is none, and gives exports the same votes", async () => {
    await open({ ...letterFiles, "lf.config.json": config, "people.lf.ts": people.replace('"anna")', '"../x")') });
    assert.match(problems(), /anna does not run.*cannot be a person's name/);
    await test.session.judgements(test.root).add([says("2", "A")]);
    test.save("people.lf.ts", people);
    test.session.fileChanged(test.path("people.lf.ts"), "disk");
    await test.until(({ numbers }) => numbers.sample.lfs.some(({ name, summary }) => name === "anna" && summary?.votes === 1));
    await test.session.measuring(test.root).measure();
    const all = test.project().numbers.allRows?.measured?.numbers.lfs;
    assert.equal(all?.find(({ name }) => name === "anna")?.summary?.votes, 1);
  });
});
