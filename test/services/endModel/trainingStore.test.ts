// What a project keeps of its trainings, on disk; and that a record that came with a folder reaches nothing else.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { TrainingRecord } from "../../../src/protocol/endModel";
import { hashedIn, modelFileOf, trainingStore, type TrainingStore } from "../../../src/services/endModel/trainingStore";
import { run } from "../evaluation/trainingRun";

describe("the store of trainings", () => {
  let top: string;
  let root: string;
  let store: TrainingStore;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "lf-trainings-"));
    root = join(top, "project");
    mkdirSync(root);
    store = trainingStore(root, (text) => assert.fail(text));
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

  it("leaves out a record that was changed since, and takes one of an older version, which has no hash", async () => {
    const warned: string[] = [];
    store = trainingStore(root, (text) => warned.push(text));
    const record = await keep("20260101-own");
    const path = join(root, ".lf-lens/runs/20260101-own.json");
    const text = readFileSync(path, "utf8");
    assert.deepEqual(await store.list(), [record]);
    write(path, text.replace(/"accuracy": 0\.\d/, '"accuracy": 0.99'));
    assert.notEqual(readFileSync(path, "utf8"), text);
    assert.deepEqual(await store.list(), []);
    assert.match(warned.join(), /20260101-own\.json is no record of a training .*sha256 differs/);
    write(path, JSON.stringify(record));
    assert.deepEqual(await store.list(), [record]);
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
