import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { predictRows } from "../../../src/core/endModel/endModel";
import { sha256 } from "../../../src/files/sha256";
import { parseEndModel } from "../../../src/core/endModel/modelFile";
import type { LocalProgress } from "../../../src/jobs/providers/local/provider";
import type { ChatRecord } from "../../../src/llm/chatMessage";
import { trainInThread } from "../../../src/services/endModel/trainInThread";

const train = trainInThread(resolve(__dirname, "../../../dist/training.js"));

const record = (text: string, label: string): ChatRecord => ({
  messages: [
    { role: "system", content: "Answer with one word." },
    { role: "user", content: `Classify this review: ${text}\nAnswer with the label.` },
    { role: "assistant", content: label },
  ],
});
const examples = Array.from({ length: 40 }, (_, i) =>
  i % 2 === 0 ? record(`a great film, number ${i}`, "GOOD") : record(`such an awful film, number ${i}`, "BAD"),
);

describe("trainInThread", function () {
  this.timeout(60_000);
  const output = mkdtempSync(join(tmpdir(), "lf-train-"));
  after(() => rmSync(output, { recursive: true, force: true }));

  it("trains a model from a job's examples that predicts the row's text without the prompt around it", async () => {
    const seen: LocalProgress[] = [];
    const { model: file } = await train(
      { training: examples, validation: examples.slice(0, 4) },
      { hyperparameters: {}, output },
      (progress) => seen.push(progress),
      new AbortController().signal,
    );
    const model = parseEndModel(readFileSync(file), sha256);
    assert.deepEqual(model.labels, ["BAD", "GOOD"]);
    const [, good, bad] = predictRows(model, [{ kind: "text", name: "prompt", values: ["a great one", "awful"] }]);
    assert.ok(good! > 0.5 && bad! > 0.5, `${good} ${bad}`);
    assert.deepEqual([seen.at(-1)!.point?.trainAccuracy, seen.at(-1)!.point?.validAccuracy], [1, 1]);
  });

  it("is as sure as validation examples show, though the labels it learned follow from a word", async () => {
    const contradicted = examples.map((example, i) => (i % 10 < 3 ? examples[(i + 1) % 40]!.messages[2]! : example.messages[2]!));
    const validation = examples.map(({ messages: [system, user] }, i) => ({ messages: [system!, user!, contradicted[i]!] }));
    const seen: LocalProgress[] = [];
    const place = { hyperparameters: {}, output: join(output, "calibrated") };
    await train({ training: examples, validation }, place, (progress) => seen.push(progress), new AbortController().signal);
    const { validAccuracy, validLoss } = seen.at(-1)!.point!;
    assert.equal(validAccuracy, 0.7);
    // Nobody who is right on 7 of 10 has less than 0.611 nats; full confidence would cost more than 2.
    assert.ok(validLoss! > 0.6 && validLoss! < 0.75, `${validLoss} nats`);
  });

  it("rejects, in plain words, examples of one label alone", async () => {
    const one = examples.filter((_, i) => i % 2 === 0);
    await assert.rejects(
      train(
        { training: one, validation: [] },
        { hyperparameters: {}, output: join(output, "none") },
        () => {},
        new AbortController().signal,
      ),
      /the same answer \("GOOD"\)/,
    );
    assert.equal(existsSync(join(output, "none")), false);
  });

  it("rejects when it is cancelled", async () => {
    const stop = new AbortController();
    const running = train(
      { training: examples, validation: [] },
      { hyperparameters: {}, output: join(output, "cut") },
      () => {},
      stop.signal,
    );
    stop.abort();
    await assert.rejects(running, /Cancelled/);
    assert.equal(existsSync(join(output, "cut")), false);
  });
});
