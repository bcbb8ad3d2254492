// A tuned model's answers stand for the rows that it was asked about, as they were then.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashFiles } from "../../../src/engine/output/inputs";
import type { TunedEvaluation } from "../../../src/protocol/tunedModel";
import { rowLabels } from "../../../src/services/evaluation/compareModels";
import { run } from "./trainingRun";

const JOB = "20261121-090000-abc";

describe("a tuned model's answers, row by row", () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "lf-lens-compare-"))));
  afterEach(() => rm(root, { recursive: true }));

  it("are taken while the data is what it was asked about, and not once that has changed", async () => {
    const file = join(root, "rows.jsonl");
    await writeFile(file, `{"id":"a"}\n`);
    const data = await hashFiles(root, [file]);
    const answers = { a: "HAM" };
    const { labels } = run.evaluation;
    const tuned = [{ job: JOB, split: "test", labels, data, answers }] as unknown as TunedEvaluation[];
    const known = { root, runs: [{ ...run, inputs: { ...run.inputs, data } }], tuned };
    const model = { run: run.id, source: `job:${JOB}` };
    assert.deepEqual(await rowLabels(model, known), { labels: { test: answers } });
    await writeFile(file, `{"id":"b"}\n`);
    await assert.rejects(rowLabels(model, known), /The data has changed since the model of job 20261121-090000-abc was evaluated/);
    await rm(file);
    await assert.rejects(rowLabels(model, known), /The data has changed/);
  });
});
