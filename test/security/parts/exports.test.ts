// Promised: an export replaces and removes what an earlier export of that name has made and nobody has changed since, in its own
// folder; nothing else, whatever a manifest or a link that came with the folder says. Two exports never write into one.
import assert from "node:assert/strict";
import { execFileSync, fork, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportFormat } from "../../../src/core/export/exportOptions";
import { owningOutput } from "../../../src/engine/output/owner";
import { writePart, readPart, type Part } from "../../../src/engine/apply/parts";
import { openStaging } from "../../../src/engine/output/staging";
import type { LabelRequest } from "../../../src/protocol/engine";
import { manifestSchema, type Manifest } from "../../../src/protocol/manifest";
import { editedFiles, findChanges, readManifest } from "../../../src/services/export/verify";
import { startTestEngine, type TestEngine } from "../../engine/testEngine";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const rows = ["train", "train", "dev", "dev", "test", "test"].map((split, i) => ({
  id: `r${i}`,
  text: i % 2 ? "great" : "subscribe",
  split,
}));
const lfs = `import { keyword } from "lf-lens";
export const asks = keyword("SPAM", "text", "subscribe");
export const praise = keyword("HAM", "text", "great");
`;

describe("an export", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => {
    engine = await startTestEngine({ rows, columns: { id: "id", text: "text", split: "split" } });
    engine.write("lf.config.json", "{}");
    engine.write("spam.lf.ts", lfs);
  });
  after(() => engine.close());
  beforeEach(() => rmSync(engine.path("out"), { recursive: true, force: true }));

  const label = async (name: string, format: ExportFormat, options: Partial<LabelRequest> = {}): Promise<string> => {
    const out = engine.path(`out/${name}`);
    const files = [{ path: engine.path("spam.lf.ts") }];
    await engine.client.label({ files, out, format, labelModel: { kind: "majority" }, ...options });
    return out;
  };
  const read = (name: string): string => readFileSync(engine.path(name), "utf8");
  const names = (): string[] => readdirSync(engine.path("out")).sort();
  /** Changes what the manifest of an export claims to be its files. */
  function claim(out: string, claimed: readonly { path: string; content: string }[]): void {
    const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, "utf8")) as Manifest;
    const files = [...manifest.files, ...claimed.map(({ path, content }) => ({ path, sha256: sha256(content) }))];
    writeFileSync(`${out}.manifest.json`, JSON.stringify({ ...manifest, files }));
  }

  describe("and what its manifest claims", () => {
    const lies = ["../victim.txt", "sub/../../victim.txt", "./victim.txt", "/etc/hostname", "C:\\victim.txt", "..\\victim.txt", "a//b", ""];
    for (const path of lies)
      it(`is refused, for ${JSON.stringify(path)} leads out of the folder`, async () => {
        const out = await label("x.jsonl", "chat");
        const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, "utf8")) as Manifest;
        assert.ok(manifestSchema.safeParse(manifest).success);
        claim(out, [{ path, content: "" }]);
        assert.ok(!manifestSchema.safeParse(JSON.parse(readFileSync(`${out}.manifest.json`, "utf8"))).success);
        await assert.rejects(readManifest(out), /is not an export manifest/);
      });

    it("never removes a file outside, nor one that the format does not make, whatever its hash", async () => {
      engine.write("victim.txt", "");
      const out = await label("x.jsonl", "chat");
      engine.write("out/notes.txt", "mine");
      engine.write("out/y.dev.jsonl", "mine");
      claim(out, [
        { path: "notes.txt", content: "mine" },
        { path: "y.dev.jsonl", content: "mine" },
      ]);
      await label("x.jsonl", "chat", { options: { splits: ["train"] } });
      assert.deepEqual(names(), ["notes.txt", "x.jsonl", "x.jsonl.manifest.json", "y.dev.jsonl"]);
      claim(out, [{ path: "../victim.txt", content: "" }]);
      await label("x.jsonl", "chat", { options: { splits: ["train"] }, overwrite: true });
      assert.ok(existsSync(engine.path("victim.txt")));
    });

    it("never removes through a link in a file's place", async () => {
      await label("x.jsonl", "chat");
      const content = read("out/x.dev.jsonl");
      engine.write("victim.jsonl", content);
      rmSync(engine.path("out/x.dev.jsonl"));
      symlinkSync(engine.path("victim.jsonl"), engine.path("out/x.dev.jsonl"));
      await label("x.jsonl", "chat", { options: { splits: ["train"] } });
      assert.equal(read("victim.jsonl"), content);
      assert.deepEqual(names(), ["x.dev.jsonl", "x.jsonl", "x.jsonl.manifest.json"]);
    });
  });

  describe("over an earlier one that was changed since", () => {
    const cases: [ExportFormat, string, string][] = [
      ["jsonl", "x.jsonl", "x.jsonl"],
      ["csv", "x.csv", "x.csv"],
      ["chat", "x.jsonl", "x.dev.jsonl"],
      ["huggingface", "bank", "bank/README.md"],
      ["notebook", "x.ipynb", "x.ipynb"],
    ];
    for (const [format, name, edited] of cases)
      it(`is refused and leaves ${edited} (${format}), unless that is said to be replaced`, async () => {
        const out = await label(name, format);
        const made = read(`out/${edited}`);
        await label(name, format);
        engine.write(`out/${edited}`, "edited by hand");
        assert.deepEqual(await editedFiles(out), [engine.path(`out/${edited}`)]);
        await assert.rejects(label(name, format), /was changed since it was exported.*Move it away, choose another name, or .*--overwrite/);
        assert.equal(read(`out/${edited}`), "edited by hand");
        await label(name, format, { overwrite: true });
        assert.equal(read(`out/${edited}`), made);
      });

    it("counts a link in a file's place as changed, and leaves what it leads to", async () => {
      await label("x.csv", "csv");
      engine.write("victim.csv", "precious");
      rmSync(engine.path("out/x.csv"));
      symlinkSync(engine.path("victim.csv"), engine.path("out/x.csv"));
      await assert.rejects(label("x.csv", "csv"), /was changed since/);
      await label("x.csv", "csv", { overwrite: true });
      assert.equal(read("victim.csv"), "precious");
    });
  });

  it("that is a pipe or a device is told as changed at once, and so are its inputs", async () => {
    const out = await label("x.csv", "csv");
    for (const [name, part] of [
      ["out/x.csv", "export"],
      ["spam.lf.ts", "LFs"],
    ] as const) {
      const before = read(name);
      rmSync(engine.path(name));
      execFileSync("mkfifo", [engine.path(name)]);
      const { path, manifest } = await readManifest(out);
      assert.deepEqual(
        (await findChanges(path, manifest)).map((change) => [change.part, change.what]),
        [[part, "changed"]],
      );
      rmSync(engine.path(name));
      engine.write(name, before);
    }
    rmSync(`${out}.manifest.json`);
    symlinkSync("/dev/zero", `${out}.manifest.json`);
    await assert.rejects(readManifest(out), /not a regular file/);
  });

  it("never goes where a link leads outside the boundary", async () => {
    const top = mkdtempSync(join(tmpdir(), "lf-lens-exports-"));
    const root = join(top, "project");
    mkdirSync(join(root, "real"), { recursive: true });
    mkdirSync(join(top, "outside"));
    symlinkSync(join(top, "outside"), join(root, "leaves"));
    symlinkSync(join(root, "real"), join(root, "stays"));
    symlinkSync(join(top, "outside"), join(root, "real/.y.csv.partial"));
    const own = (name: string): Promise<string> => owningOutput(join(root, name), root, () => Promise.resolve("done"));
    await assert.rejects(own("leaves/x.csv"), /leaves is a symbolic link that leads outside/);
    await assert.rejects(own("leaves/sub/x.csv"), /leads outside/);
    await assert.rejects(own("real/y.csv"), /\.y\.csv\.partial is a link; remove it/);
    assert.deepEqual([await own("stays/x.csv"), await own("new/x.csv"), await own("../beside/x.csv")], ["done", "done", "done"]);
    assert.deepEqual(readdirSync(join(top, "outside")), []);
    rmSync(top, { recursive: true });
  });
});

describe("the folder in which an export grows", function () {
  this.timeout(60_000);
  let top: string;
  beforeEach(() => (top = mkdtempSync(join(tmpdir(), "lf-lens-staging-"))));
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  it("has one owner, of many that begin at once in one process", async () => {
    for (let round = 0; round < 40; round++) {
      const out = join(top, `${round}.csv`);
      let inside = 0;
      const all = await Promise.allSettled(
        Array.from({ length: 8 }, () =>
          owningOutput(out, undefined, async () => {
            assert.equal(++inside, 1);
            await new Promise((resolve) => setTimeout(resolve, 5));
            inside--;
          }),
        ),
      );
      const refused = all.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
      assert.ok(refused.length < 8);
      for (const reason of refused)
        assert.match(reason, new RegExp(`(Process ${process.pid}|Another process) is exporting to ${out}. Wait for it`));
    }
    assert.deepEqual(readdirSync(top), []);
  });

  it("has one owner, of several processes that begin in the same moment", async () => {
    const hosts = Array.from({ length: 3 }, () => fork(join(__dirname, "ownInChild.ts"), { execArgv: ["--import", "tsx"] }));
    const answers = (): Promise<string[]> => Promise.all(hosts.map((host) => answerOf(host)));
    try {
      await answers();
      let refused = 0;
      for (let round = 0; round < 40; round++) {
        const out = join(top, `${round}.csv`);
        const next = answers();
        for (const host of hosts) host.send({ out, at: Date.now() + 10 });
        const said = await next;
        assert.equal(said.filter((answer) => answer === "owned").length, 1, said.join("; "));
        refused += said.filter((answer) => /is exporting to/.test(answer)).length;
        const done = answers();
        for (const host of hosts) host.send("let go");
        await done;
      }
      assert.equal(refused, 2 * 40);
      assert.deepEqual(readdirSync(top), []);
    } finally {
      for (const host of hosts) host.kill();
    }
  });

  it("is taken up after its owner was killed, but not where it was copied to", async () => {
    const part: Part = {
      rows: 1,
      ids: ["a"],
      splits: Uint8Array.of(0),
      gold: Int16Array.of(-1),
      votes: [],
      slices: [],
      cells: new Map(),
      faults: [],
      notAsked: [],
    };
    const out = join(top, "x.csv");
    const folder = join(top, ".x.csv.partial");
    await owningOutput(out, undefined, async () => writePart((await openStaging({ out, key: "k", resume: false })).folder, 0, part));
    mkdirSync(join(top, "copy"));
    cpSync(folder, join(top, "copy/.x.csv.partial"), { recursive: true });
    const resumed = async (place: string): Promise<[boolean, Part | undefined]> =>
      owningOutput(place, undefined, async () => {
        const staging = await openStaging({ out: place, key: "k", resume: true });
        return [staging.startedOver, await readPart(staging.folder, 0)];
      });
    assert.deepEqual(await resumed(out), [false, part]);
    assert.deepEqual(await resumed(join(top, "copy/x.csv")), [true, undefined]);
  });
});

async function answerOf(host: ChildProcess): Promise<string> {
  const [answer] = (await once(host, "message")) as [string];
  return answer;
}
