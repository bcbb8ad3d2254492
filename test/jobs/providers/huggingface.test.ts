import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateOf } from "../../../src/jobs/providers/huggingface/hubReplies";
import { hubToken } from "../../../src/jobs/providers/huggingface/hubToken";
import type { Machine } from "../../../src/jobs/providers/machine";
import { keepSecrets } from "../../../src/jobs/secrets";
import { startHub } from "../servers/hubServer";
import { huggingfaceSpec } from "../services";
import { loraScript, newFolder, newWorld } from "../world";

describe("a job at Hugging Face", () => {
  it("runs the LoRA script on the examples and the base model, each mounted, and saves into the bucket", async () => {
    const server = await startHub();
    const world = newWorld();
    const provider = { ...huggingfaceSpec(server.origin), flavor: "l4x1", maxHours: 2 };
    const job = await world.submit({ provider, baseModel: "meta/llama", hyperparameters: { epochs: 2 } });
    const [{ body }] = server.jobs as [(typeof server.jobs)[number]];
    const [code, script] = [...server.objects].find(([path]) => path.startsWith("code/"))!;
    assert.deepEqual(script, readFileSync(loraScript));
    const data = (role: string): string => `/lf-lens/data/lf-lens-${job.key}-${role}.jsonl`;
    assert.deepEqual(body, {
      command: [
        ...["uv", "run", "--no-project", "--with", "torch", "--with", "transformers", "--with", "peft", "python", "-u", `/lf-lens/${code}`],
        ...["--training", data("training"), "--model", "/model", "--output", `/models/${job.key}`, "--validation", data("validation")],
        ...["--epochs", "2"],
      ],
      arguments: [],
      environment: {},
      flavor: "l4x1",
      dockerImage: "ghcr.io/astral-sh/uv:python3.12-bookworm",
      timeoutSeconds: 7200,
      labels: { name: "lf-lens", "lf-lens-job": job.key },
      volumes: [
        { type: "dataset", source: "me/lf-lens-data", mountPath: "/lf-lens", readOnly: true },
        { type: "model", source: "meta/llama", mountPath: "/model", readOnly: true },
        { type: "bucket", source: "me/lf-lens-models", mountPath: "/models", readOnly: false },
      ],
    });
  });

  it("is told apart in every stage that the Hub's packages name", () => {
    const table = { SCHEDULING: "queued", RUNNING: "running", UPDATING: "running", PAUSED: "running", DELETING: "running" };
    const ends = { COMPLETED: "succeeded", ERROR: "failed", CANCELED: "cancelled", STOPPED: "cancelled", DELETED: "cancelled" };
    for (const [stage, state] of Object.entries({ ...table, ...ends })) assert.equal(stateOf({ id: "j", status: { stage } }), state, stage);
    assert.equal(stateOf({ id: "j", status: { stage: "DREAMING" } }), undefined);
  });

  it("is refused where the Hub has another file than was sent", async () => {
    const server = await startHub();
    const world = newWorld();
    let spoilt = 1;
    server.fault = ({ path }) => {
      const [first] = server.objects.keys();
      if (path.endsWith("/paths-info/main") && first !== undefined && spoilt-- > 0) server.objects.set(first, Buffer.from("half"));
      return undefined;
    };
    const { tools } = world;
    const provider = tools.provider(world.ticket({ provider: huggingfaceSpec(server.origin) }));
    const file = { name: "t.jsonl", role: "training" as const, path: "", bytes: Buffer.from("whole") };
    await assert.rejects(provider.upload(file), /data\/t\.jsonl is not there as it was sent/);
    assert.equal(await provider.upload(file), "data/t.jsonl");
  });

  it("takes the stored token, then the environment's, then that of `hf auth login`, which goes to the Hub's own address alone", async () => {
    const home = newFolder();
    mkdirSync(join(home, ".cache", "huggingface"), { recursive: true });
    writeFileSync(join(home, ".cache", "huggingface", "token"), "hf_token_of_file\n");
    const machine: Machine = { env: {}, home, run: () => Promise.reject(new Error("none")) };
    const token = (baseUrl: string, env: Machine["env"], stored?: string): Promise<string> => {
      const { provider } = newWorld().ticket({ provider: huggingfaceSpec(baseUrl) });
      assert.ok(provider.id === "huggingface");
      return hubToken(
        provider,
        keepSecrets(() => Promise.resolve(stored)),
        { ...machine, env },
      );
    };
    const own = "https://huggingface.co";
    assert.equal(await token(own, { HF_TOKEN: "hf_of_environment" }, "hf_of_storage"), "hf_of_storage");
    assert.equal(await token(own, { HF_TOKEN: "hf_of_environment" }), "hf_of_environment");
    assert.equal(await token(own, {}), "hf_token_of_file");
    await assert.rejects(
      token("https://hub.example", { HF_TOKEN: "hf_of_environment" }),
      /no access token for Hugging Face Jobs at hub\.example\. Set one/,
    );
  });

  it("says before what it would lack", async () => {
    const checks = async (parts: object, role = "write") => {
      const server = await startHub();
      server.role = role;
      const world = newWorld();
      const found = await world.tools.provider(world.ticket({ provider: { ...huggingfaceSpec(server.origin), ...parts } })).check!();
      assert.ok(
        server.seen.every((name) => name.startsWith("GET")),
        "nothing is made",
      );
      return found.map(({ what, ok, says }) => `${ok ? "ok" : "no"} ${what}: ${says}`);
    };
    assert.deepEqual(await checks({}), [
      "ok Token: You are me.",
      "ok Jobs: Jobs of me can be listed. Whether they can be paid for shows when one is made.",
      "ok Hardware: a10g-small costs 0.0167 USD a minute today.",
    ]);
    assert.deepEqual(await checks({ namespace: "theirs" }), ["no Token: me is not in theirs. Use one of: me, my-org."]);
    assert.match((await checks({}, "read"))[0]!, /may only read\. Make one that may write/);
    assert.equal((await checks({ flavor: "abacus" })).at(-1), 'no Hardware: There is no hardware "abacus". There is: a10g-small.');
  });
});
