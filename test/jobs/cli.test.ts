import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { chatLines } from "../../src/jobs/chatRecord";
import { KEY, startOpenAi } from "./servers/openaiServer";
import { examples, newFolder, newWorld } from "./world";

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const top = resolve(__dirname, "../..");
const outdir = resolve(top, "out/cli-test");

/** Runs `lf-lens finetune ...` in a folder, with these variables and no other keys. */
async function run(folder: string, words: readonly string[], env: Record<string, string> = {}): Promise<Answer> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [join(outdir, "cli.js"), "finetune", ...words], {
    cwd: folder,
    env: { PATH, HOME, XDG_STATE_HOME: join(folder, "state"), ...env },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

describe("lf-lens finetune", function () {
  this.timeout(60_000);

  before(async () => {
    const { bundles } = createRequire(__filename)(join(top, "esbuild.js")) as { bundles: readonly BuildOptions[] };
    // The tokenizer's table is a file beside it.
    for (const name of ["cli", "tokenizer"]) {
      const bundle = bundles.find(({ entryPoints }) => entryPoints && name in entryPoints);
      await build({ ...bundle, absWorkingDir: top, outdir, sourcemap: false });
    }
  });

  const words = (baseUrl: string): string[] => [
    "create",
    "--provider",
    "openai",
    "--base-url",
    baseUrl,
    "--train",
    "training.jsonl",
    "--model",
    "gpt-4o-mini",
    "--epochs",
    "3",
  ];
  const keys = { LF_LENS_API_KEY: KEY };

  it("sends nothing without --yes, and all that was shown with it; then lists, shows and follows the job", async () => {
    const { folder } = newWorld();
    const server = await startOpenAi();

    const asked = await run(folder, words(server.baseUrl), keys);
    assert.equal(asked.code, 1);
    assert.match(
      asked.out,
      /the files below are sent to 127\.0\.0\.1:\d+ and kept there\.\nModel: gpt-4o-mini, supervised\nTraining: 12 examples, 1,305 bytes, 234 tokens/,
    );
    assert.match(asked.err, /Nothing was sent\. Add --yes to send exactly this\./);
    const asJson = JSON.parse((await run(folder, [...words(server.baseUrl), "--json"], keys)).out) as Record<string, unknown>;
    assert.deepEqual([asJson["sent"], asJson["summary"] === asked.out.trimEnd()], [false, true]);
    assert.deepEqual(server.seen, []);

    const sent = await run(folder, [...words(server.baseUrl), "--yes", "--json"], keys);
    const job = JSON.parse(sent.out) as { id: string; state: string; remoteId: string };
    assert.deepEqual([sent.code, job.state, job.remoteId, server.jobs.length], [0, "validating", "ftjob-1", 1]);
    assert.deepEqual(server.jobs[0]!.body["method"], { type: "supervised", supervised: { hyperparameters: { n_epochs: 3 } } });

    const [list, shown] = [await run(folder, ["list"], keys), await run(folder, ["show", job.id], keys)];
    assert.match(list.out, new RegExp(`^${job.id}  validating +openai +gpt-4o-mini\n$`));
    assert.match(shown.out, /State: +queued\nProvider: +openai \(ftjob-1\)/);

    server.script = ["succeeded"];
    const waited = await run(folder, ["wait", job.id, "--json"], keys);
    const end = JSON.parse(waited.out) as { state: string; tunedModel: string };
    assert.deepEqual([waited.code, end.state, end.tunedModel], [0, "succeeded", "ft:gpt-4o-mini:org::ftjob-1"]);
    assert.match((await run(folder, ["events", job.id, "--offline"])).out, /^2026-11-18 \S+  info     Created fine-tuning job: ftjob-1\n/);
    for (const { out, err } of [asked, sent, list, shown, waited]) assert.ok(!`${out}${err}`.includes(KEY));
  });

  it("says which variable the key belongs into, keeps the job, and goes on with it", async () => {
    const { folder } = newWorld();
    const server = await startOpenAi();
    const refused = await run(folder, [...words(server.baseUrl), "--yes"], {
      OPENAI_API_KEY: KEY,
      LF_LENS_API_KEY: "sk-wrong-wrong-wrong",
    });
    assert.equal(refused.code, 1);
    assert.match(refused.err, /answered 401: Incorrect API key provided: Bearer \[key\]\./);
    const { jobs } = JSON.parse((await run(folder, ["list", "--json"])).out) as { jobs: { id: string; state: string }[] };
    assert.deepEqual(
      jobs.map(({ state }) => state),
      ["pending"],
    );
    const resumed = await run(folder, ["resume", jobs[0]!.id], keys);
    assert.deepEqual([resumed.code, server.jobs.length], [0, 1]);
    const cancelled = await run(folder, ["cancel", jobs[0]!.id], keys);
    assert.deepEqual([cancelled.code, server.jobs[0]!.status], [0, "cancelled"]);
  });

  it("never sends OpenAI's own key to another host", async () => {
    const { folder } = newWorld();
    const server = await startOpenAi();
    const { err } = await run(folder, [...words(server.baseUrl), "--yes"], { OPENAI_API_KEY: KEY });
    assert.match(err, /401: Incorrect API key provided: Bearer none/);
  });

  it("runs a training command that stands after --", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "training.jsonl"), chatLines(examples));
    const source = `require("fs").writeFileSync(process.argv[2] + "/model", "x"); console.log('{"step": 1, "total_steps": 1, "loss": 0.5}')`;
    writeFileSync(join(folder, "train.js"), source);
    const base = [
      "create",
      "--provider",
      "command",
      "--train",
      "training.jsonl",
      "--model",
      "m",
      "--yes",
      "--json",
      "--",
      process.execPath,
    ];
    const made = JSON.parse((await run(folder, [...base, join(folder, "train.js"), "{output}"])).out) as { id: string };
    const waited = await run(folder, ["wait", made.id]);
    assert.equal(waited.code, 0, waited.err);
    assert.match(waited.out, /State: +succeeded\n.*\n?.*\nBase model: +m\nTuned model: .*output\n/);
    assert.ok(existsSync(join(folder, ".lf-jobs", made.id, "output", "model")));
  });

  it("names errors of the data at their lines, and wrong usage", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "training.jsonl"), chatLines(examples) + "{}\n");
    const { code, err } = await run(folder, [
      "create",
      "--provider",
      "openai",
      "--train",
      "training.jsonl",
      "--model",
      "gpt-4o-mini",
      "--yes",
    ]);
    assert.equal(code, 1);
    assert.match(err, /^training\.jsonl:13: error: messages: /m);
    assert.match(err, /Nothing was sent. Fix the errors first\./);
    assert.equal((await run(folder, ["create", "--epochs", "many"])).code, 2);
    assert.match((await run(folder, ["create", "--provider", "openai"])).err, /--train and --model: missing\./);
    assert.match((await run(folder, ["show", "nothing"])).err, /There is no job "nothing" here/);
  });
});
