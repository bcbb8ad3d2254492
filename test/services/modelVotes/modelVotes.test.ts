// A model becomes an LF: a table of its votes by row id, and an LF file that is its author's once it is there.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Split } from "../../../src/core/data/cells";
import type { KeptVotes } from "../../../src/sdk/votes";
import { modelFolder } from "../../../src/services/modelVotes/modelFolder";
import { readPredictions } from "../../../src/services/modelVotes/readPredictions";
import { voteTable, type Prediction } from "../../../src/services/modelVotes/voteTable";
import { votesSentences } from "../../../src/services/modelVotes/votesText";
import { nameProblem, proposedName, writeModelLf } from "../../../src/services/modelVotes/writeModelLf";

const labels = ["HAM", "SPAM"];
const rows: Prediction[] = [
  { id: "a", label: "SPAM", confidence: 0.98765 },
  { id: "b", label: "HAM", confidence: 0.7 },
  { id: "none", label: null, confidence: 0.5 },
  { id: "twice", label: "HAM", confidence: 0.9 },
  { id: "twice", label: "HAM", confidence: 0.8 },
  { id: "both", label: "HAM", confidence: 0.9 },
  { id: "both", label: "SPAM", confidence: 0.9 },
];
async function* stream(): AsyncGenerator<Prediction> {
  for (const row of rows) yield await Promise.resolve(row);
}

describe("votes of a model", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lf-lens-votes-"));
    await writeConfig(["**/*.lf.ts"]);
  });
  const writeConfig = (functions: readonly string[]): Promise<void> =>
    writeFile(join(root, "lf.config.json"), JSON.stringify({ labels, data: "data.csv", functions }));
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("are kept by row id; an id with two labels has none, one with one label the lesser confidence", async () => {
    const { table, abstains, ambiguous } = await voteTable(labels, stream());
    assert.deepEqual(abstains, ["none", "both"]);
    assert.deepEqual(table, { labels, keys: ["a", "b", "twice"], votes: [1, 0, 0], probabilities: [0.9877, 0.7, 0.8] });
    assert.equal(ambiguous, 1);
  });

  it("are none where the row's gold may have trained the model", async () => {
    const made = await voteTable(labels, [
      { id: "a", label: "SPAM", confidence: 1, seenGold: true },
      { id: "b", label: "HAM", confidence: 1, seenGold: false },
      { id: "same", label: "HAM", confidence: 1, seenGold: true },
      { id: "same", label: "HAM", confidence: 1, seenGold: false },
    ]);
    assert.deepEqual([made.table.keys, made.abstains, made.seenGold], [["b"], ["same", "a"], 2]);
    const [votes, left, ...more] = votesSentences("endModel", { ...made, goldFrom: ["dev"] }, { isNew: true });
    assert.equal(votes, "endModel has votes for 1 row, and abstains below its confidence threshold.");
    assert.match(left!, /abstains on 2 rows whose gold may have been used to train the model/);
    assert.deepEqual(more, []);
    assert.match(votesSentences("endModel", made, { isNew: true }).at(-1)!, /If gold was among the model's training examples/);
  });

  it("say in the LF's file what gold the model has seen", async () => {
    const made = await voteTable(labels, rows);
    const comment = async (name: string, goldFrom?: readonly Split[]): Promise<string> => {
      const more = goldFrom === undefined ? {} : { goldFrom };
      const order = { root, name, idColumn: "id", threshold: 0, madeFrom: "Votes.", made: { ...made, ...more } };
      return readFile((await writeModelLf(order)).file, "utf8");
    };
    assert.match(await comment("one", ["train", "dev"]), /on gold of train and dev\. It abstains on those gold rows/);
    assert.match(await comment("two", []), /without gold\./);
    assert.match(await comment("three"), /maybe on gold: on that gold its accuracy looks better/);
  });

  it("are read from what predict writes, whatever the type of the id", async () => {
    const file = join(root, "predictions.jsonl");
    await writeFile(
      file,
      [
        { nr: 7, split: "dev", label: "SPAM", gold: "SPAM", confidence: 0.9 },
        { nr: "x\ny", split: "dev", label: null, gold: null, confidence: null },
        { nr: null, split: "dev", label: "HAM", gold: null, confidence: 1 },
        { nr: "8", split: "test", label: "HAM", gold: "SPAM", confidence: 1 },
      ]
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
    const read: Prediction[] = [];
    for await (const row of readPredictions(file, "nr", ["train", "dev"])) read.push(row);
    assert.deepEqual(read, [
      { id: "7", label: "SPAM", confidence: 0.9, seenGold: true },
      { id: "x\ny", label: null, confidence: 0, seenGold: false },
      { id: "8", label: "HAM", confidence: 1, seenGold: false },
    ]);
  });

  it("are written beside an LF that keeps what its author changed", async () => {
    const made = await voteTable(labels, stream());
    const order = { root, name: "endModel", idColumn: "id", threshold: 0.9, madeFrom: "Votes of run 1.\n*/", made };
    const { file, isNew } = await writeModelLf(order);
    assert.ok(isNew);
    const text = await readFile(file, "utf8");
    assert.match(text, /^\/\/ Votes of run 1\. \*\/\n/);
    assert.match(text, /export const endModel = votes\("id", table, \{ threshold: 0\.9 \}\);\n$/);
    await writeFile(file, text.replace("0.9 }", "0.5 }"));
    const again = await writeModelLf({
      ...order,
      made: { table: { ...made.table, keys: [], votes: [], probabilities: [] }, abstains: [], ambiguous: 0, seenGold: 0 },
    });
    assert.equal(again.isNew, false);
    assert.match(await readFile(file, "utf8"), /threshold: 0\.5/);
    const kept = JSON.parse(await readFile(join(root, "models/endModel.votes.json"), "utf8")) as KeptVotes;
    assert.equal(kept.rows, 0);
    const files = (await readdir(join(root, "models"))).filter((there) => there.endsWith(".lfvotes"));
    assert.deepEqual(
      files.map((there) => `models/${there}`),
      [kept.file],
      "the file of the earlier votes is gone",
    );
  });

  for (const [functions, folder] of [
    [["**/*.lf.ts"], "models"],
    [["lfs/**/*.lf.ts"], "lfs/models"],
    [["./rules/*.lf.ts", "more/*.lf.ts"], "rules"],
    [["my.lf.ts", "models/*.lf.ts"], "models"],
  ] as const)
    it(`are written where the config reads LFs: ${functions.join(", ")}`, async () => {
      await writeConfig(functions);
      assert.equal(await modelFolder(root), join(root, folder));
    });

  it("are not written where the config would read no LF", async () => {
    await writeConfig(["my.lf.ts"]);
    await assert.rejects(modelFolder(root), /"functions" \(my\.lf\.ts\) matches no folder .* Add "models\/\*\.lf\.ts" to it\./);
  });

  it("need a name that TypeScript takes", () => {
    assert.equal(nameProblem("endModel2"), undefined);
    for (const name of ["", "end model", "2nd", "../x", "class", "votes"]) assert.notEqual(nameProblem(name), undefined, name);
    assert.deepEqual(
      ["spam v2", "2nd", undefined, "class"].map((suffix) => proposedName(suffix)),
      ["spamV2", "tunedModel", "tunedModel", "tunedModel"],
    );
  });
});
