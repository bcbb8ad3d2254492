// Tuned models stand beside the other sources of a run, where they were measured on the same data.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerFigures, answerProba } from "../../../src/jobs/tuned/answerFigures";
import { keepEvaluation } from "../../../src/jobs/tuned/evaluations";
import { trainingRecordSchema } from "../../../src/protocol/endModel";
import type { ModelResult, TunedEvaluation } from "../../../src/protocol/tunedModel";
import { evaluationMarkdown } from "../../../src/services/endModel/evaluationMarkdown";
import type { Seal } from "../../../src/files/seal";
import { sealJson } from "../../../src/services/sealedJson";
import { runsFolder } from "../../../src/services/endModel/trainingStore";
import { readRuns } from "../../../src/services/evaluation/readRuns";
import { sideBySide } from "../../../src/services/evaluation/sideBySide";
import { tunedMarkdown } from "../../../src/services/tunedModel/tunedMarkdown";
import { withTunedModels } from "../../../src/services/tunedModel/withTunedModels";
import { run } from "../evaluation/trainingRun";

const { labels } = run.evaluation;

/** Eight rows of the first label, of which so many are answered rightly, and one answer is none. */
function result(model: string, right: number): ModelResult {
  const answered = Int16Array.from({ length: 8 }, (_, row) => (row < right ? 0 : row === 7 ? -1 : 1));
  const figures = answerFigures(answerProba(answered, labels.length), new Int16Array(8), labels.length);
  return { model, figures, noLabel: { rows: 1, first: ["| neither |"] }, unanswered: { rows: 0, first: [] }, tokens: null, usd: null };
}

const evaluation: TunedEvaluation = {
  version: 1,
  job: "20261121-090000-abc",
  at: "2026-11-21T09:00:00.000Z",
  split: "test",
  labels,
  data: run.inputs.data,
  rows: 8,
  goldRows: 400,
  trainedOn: 2,
  base: result("base", 4),
  tuned: result("ft:base", 6),
  pValue: 0.5,
  regressions: [{ id: "t1", text: "a | b\n# c", gold: labels[0]!, base: labels[0]!, tuned: "no | idea" }],
  gains: [],
};

describe("tuned models among a run's sources", () => {
  it("stand there with what a reader must know, in tables, reports and comparisons", () => {
    const joined = withTunedModels(run, [evaluation]);
    const source = `job:${evaluation.job}`;
    assert.deepEqual(Object.keys(joined.evaluation.metrics), [...Object.keys(run.evaluation.metrics), source]);
    const { test } = joined.evaluation.metrics[source]!;
    assert.deepEqual([test?.n, test?.accuracy, test?.logLoss, test?.covered.n], [8, 0.75, null, 0]);
    assert.match(
      joined.evaluation.notes.at(-1)!,
      /was evaluated on 8 of 400 gold rows of test, gave no label on 1 of them, was trained on 2 of them; its answers have no probabilities\./,
    );
    assert.deepEqual(trainingRecordSchema.parse(joined), joined);
    assert.match(evaluationMarkdown(joined, { name: "a_b", stale: true }), /\| job 20261121-090000-abc \| test \| 8 \| 75\.0% \|/);
    assert.match(
      evaluationMarkdown(joined, { name: "a_b", stale: true }),
      /^# Evaluation of a\\_b\n\n> \*\*Out of date:\*\* LFs, data or settings have changed since this run/,
    );
    assert.doesNotMatch(evaluationMarkdown(joined, { name: "a_b", stale: false }), /Out of date/);
    const starred = { ...joined.evaluation.metrics[source]!, test: { ...test!, heldOut: true } };
    const report = evaluationMarkdown(
      { ...joined, evaluation: { ...joined.evaluation, metrics: { ...joined.evaluation.metrics, [source]: starred } } },
      { name: "a_b", stale: false },
    );
    assert.match(report, /\n\n\\\* gold of this split is used for training/, "a footnote, not a list");
    assert.match(report, /counts as a guess among the labels that tie; the clarity matrix leaves such rows out\./);
    const { splits } = sideBySide([joined], { run: run.id, source: "endModel" }, { run: run.id, source }, false);
    assert.deepEqual(
      splits.map(({ split }) => split),
      ["test"],
    );
  });

  it("are left out where data or labels are not the same", () => {
    const other = [{ path: "data/test.jsonl", sha256: "f".repeat(64) }];
    assert.equal(withTunedModels(run, [{ ...evaluation, data: other }]), run);
    assert.equal(withTunedModels(run, [{ ...evaluation, labels: ["A", "B"] }]), run);
  });

  it("are found in the jobs' folders; one that cannot be read is named", async () => {
    const root = await mkdtemp(join(tmpdir(), "lf-lens-tuned-"));
    try {
      const seal: Seal = (text) => Promise.resolve(`seal of ${text}`);
      await mkdir(runsFolder(root), { recursive: true });
      await writeFile(join(runsFolder(root), "a.json"), await sealJson(run, seal));
      const folder = join(root, ".lf-jobs", evaluation.job);
      await mkdir(folder, { recursive: true });
      await keepEvaluation(folder, evaluation, () => Promise.resolve("another machine's"));
      await writeFile(join(folder, "evaluation-dev.json"), "{");
      const { records, unreadable } = await readRuns(root, seal);
      assert.deepEqual(records, [withTunedModels(run, [{ ...evaluation, elsewhere: true }])]);
      assert.match(records[0]!.evaluation.notes.at(-1)!, /Its figures came with the folder and were not measured on this machine/);
      assert.deepEqual(unreadable.length, 1);
      assert.match(unreadable[0]!, /evaluation-dev\.json is no evaluation .*delete it, or evaluate again\./);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

describe("an evaluation of a tuned model as Markdown", () => {
  it("has the figures, each row that changed, and texts that stay texts", () => {
    const text = tunedMarkdown(evaluation, "bank*chat");
    assert.match(text, /^# Tuned model against base model: bank\\\*chat\n/);
    assert.match(text, /\| base model \| base \| 8 \| 50\.0% \| 21\.5% - 78\.5% \|/);
    assert.match(text, /gets 0 rows right that the base model gets wrong, and 1 wrong/);
    assert.match(
      text,
      /## Base model right, tuned model wrong: 1\n\n\| row \| gold .*\n.*\n\| t1 \| .* \| no \\\| idea \| a \\\| b \\# c \|/,
    );
    assert.match(text, /answers that are no label \|\n\| --- \|\n\| \\\| neither \\\| \|/);
    assert.match(text, /was trained on 2 of the 8 rows/);
  });
});
