import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { newFolder } from "./world";

const script = resolve(__dirname, "../../media/train_lora.py");
const python = ["python3", "python"].find((name) => spawnSync(name, ["--version"]).status === 0);

/** Without weights only so much can be tried: the whole of it needs torch, transformers, peft and a model. */
describe("the LoRA script", () => {
  const run = (...args: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync(python!, [script, ...args], { encoding: "utf8" });
    return { status, text: stdout + stderr };
  };
  before(function () {
    if (python === undefined) this.skip();
  });

  it("takes the options that the documentation names", () => {
    const { status, text } = run("--help");
    assert.equal(status, 0);
    for (const option of [
      "--training",
      "--validation",
      "--model",
      "--output",
      "--epochs",
      "--batch-size",
      "--learning-rate",
      "--lora-rank",
      "--seed",
    ])
      assert.match(text, new RegExp(`${option} `));
  });

  it("downloads nothing: a model that is no folder here is refused", () => {
    const { status, text } = run("--training", "t.jsonl", "--model", "some-org/some-model", "--output", newFolder());
    assert.deepEqual(
      [status, text.trim()],
      [1, "some-org/some-model: there is no such folder. Give the folder of a base model's weights; nothing is downloaded."],
    );
  });
});
