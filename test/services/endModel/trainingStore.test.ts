// What a project keeps of its trainings, on disk; and that a record that came with a folder reaches nothing else.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { TrainingRecord } from "../../../src/protocol/endModel";
import { hashedIn, modelFileOf, trainingStore, type TrainingStore } from "../../../src/services/endModel/trainingStore";
import { openSeal, type Seal } from "../../../src/files/seal";
import { sealJson } from "../../../src/services/sealedJson";
import { run } from "../evaluation/trainingRun";

describe("the store of trainings", () => {
  let top: string;
  let root: string;
  let store: TrainingStore;
  let here: Seal;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "lf-trainings-"));
    root = join(top, "project");
    here = openSeal(join(top, "state"));
    mkdirSync(root);
    store = trainingStore(root, (text) => assert.fail(text), here);
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  const write = (path: string, text: string): string => {
    writeFileSync(path, text);
    return path;
  };
  /** A training whose model is this file; one of its own in `.lf-lens/models` unless it is given. */
  async function keep(id: string, { file, background }: { file?: string; background?: boolean } = {}): Promise<TrainingRecord> {
    const place = file ?? write(await store.placeFor(id), `model ${id}`);
    const record = { ...run, id, modelFile: await hashedIn(root, place), ...(background ? { background } : {}) };
    await store.keep(record);
    return record;
  }
  const names = (folder: string): string[] => readdirSync(join(root, ".lf-lens", folder)).sort();

  it("puts a run in the background in the place of the last one, with its model", async () => {
    await keep("20260101-a");
    await keep("20260102-b", { background: true });
    await keep("20260103-c", { background: true });
    assert.deepEqual(names("runs"), ["20260101-a.json", "20260103-c.json"]);
    assert.deepEqual(names("models"), ["20260101-a.lfmodel", "20260103-c.lfmodel"]);
    assert.equal((await store.latest())?.record.id, "20260103-c");
  });

  it("never removes what a record names: not outside the project, not inside it", async () => {
    const victims = [write(join(top, "victim.txt"), "precious"), write(join(root, "rows.csv"), "id\n1\n")];
    for (const [at, file] of victims.entries()) {
      await keep(`2020010${at}-came`, { file, background: true });
      await keep(`2026010${at}-own`, { background: true });
    }
    assert.deepEqual(
      victims.map((file) => existsSync(file)),
      [true, true],
    );
    assert.deepEqual(names("runs"), ["20260101-own.json"]);
  });

  it("leaves out a record that was changed since, and takes one of an older version, which has no hash, as measured elsewhere", async () => {
    const warned: string[] = [];
    store = trainingStore(root, (text) => warned.push(text), here);
    const record = await keep("20260101-own");
    const path = join(root, ".lf-lens/runs/20260101-own.json");
    const text = readFileSync(path, "utf8");
    assert.deepEqual(await store.list(), [record]);
    write(path, text.replace(/"accuracy": 0\.\d/, '"accuracy": 0.99'));
    assert.notEqual(readFileSync(path, "utf8"), text);
    assert.deepEqual(await store.list(), []);
    assert.match(warned.join(), /20260101-own\.json is not a training record .*SHA-256 differs/);
    write(path, JSON.stringify(record));
    assert.deepEqual(
      (await store.list()).map(({ id, elsewhere }) => [id, elsewhere]),
      [[record.id, true]],
    );
  });

  it("shows what came with the folder as not measured here, and never takes its model up", async () => {
    const own = await keep("20260101-own");
    const came = { ...run, id: "20260102-came", modelFile: own.modelFile };
    const forged = [
      // Whole, with a right hash: sealed by nobody, on another machine, or with the seal of another record.
      await sealJson(came, undefined),
      await sealJson(came, openSeal(join(top, "another machine"))),
      JSON.stringify({
        ...(JSON.parse(await sealJson(came, undefined)) as object),
        seal: (JSON.parse(readFileSync(join(root, ".lf-lens/runs/20260101-own.json"), "utf8")) as { seal: string }).seal,
      }),
    ];
    for (const text of forged) {
      write(join(root, ".lf-lens/runs/20260102-came.json"), text);
      const [found, kept] = await store.list();
      assert.deepEqual([found?.id, found?.elsewhere, kept], ["20260102-came", true, own]);
      assert.match(found!.evaluation.notes[0]!, /not measured on this machine: they came with the folder/);
      assert.deepEqual(found?.evaluation.metrics, run.evaluation.metrics);
      assert.equal((await store.latest())?.record.id, "20260101-own");
    }
    rmSync(join(root, ".lf-lens/runs/20260101-own.json"));
    const warned: string[] = [];
    store = trainingStore(root, (text) => warned.push(text), here);
    assert.deepEqual([await store.latest(), await store.latest()], [undefined, undefined]);
    assert.equal(warned.length, 1);
    assert.match(warned[0]!, /run 20260102-came is not used: it was not trained on this machine/);
  });

  it("keeps a training where the user's own storage cannot be written, and says what that means", async () => {
    write(join(top, "state"), "a file in its place");
    const warned: string[] = [];
    store = trainingStore(root, (text) => warned.push(text), here);
    await keep("20260101-own");
    assert.match(warned.join(), /Run 20260101-own will count as one that came with the folder\. .*XDG_STATE_HOME/);
    assert.equal((await store.list())[0]?.elsewhere, true);
  });

  it("opens no model outside the project, nor one that a link leads to", async () => {
    const outside = write(join(top, "other.lfmodel"), "model");
    const own = await keep("20260101-own");
    const named = await keep("20260102-came", { file: outside });
    const link = await store.placeFor("20260103-link");
    symlinkSync(outside, link);
    const linked = await keep("20260103-link", { file: link });
    const found = await Promise.all([own, named, linked].map((record) => modelFileOf(root, record)));
    assert.deepEqual(
      found.map((file) => file && relative(root, file).replaceAll("\\", "/")),
      [".lf-lens/models/20260101-own.lfmodel", undefined, undefined],
    );
    assert.equal((await store.latest())?.record.id, "20260101-own");
  });

  it("writes and removes nothing through a link in its folder's place", async () => {
    const victim = join(top, "models");
    mkdirSync(victim);
    for (let at = 0; at < 20; at++) write(join(victim, `${at}.lfmodel`), "precious");
    mkdirSync(join(root, ".lf-lens"));
    symlinkSync(victim, join(root, ".lf-lens", "models"));
    await assert.rejects(store.placeFor("20260101-a"), /models is a link; remove it/);
    await assert.rejects(store.keep({ ...run, id: "20260101-a" }), /models is a link; remove it/);
    assert.equal(readdirSync(victim).length, 20);
  });
});
