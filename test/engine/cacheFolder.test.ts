// What is kept between sessions: exact, whole or not at all, and not without end.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCacheFolder } from "../../src/engine/cache/cacheFolder";

describe("cache folder", () => {
  let folder: string;
  beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), "lf-lens-cache-")), "made", "when needed")));
  afterEach(() => rmSync(join(folder, "../.."), { recursive: true, force: true }));

  const value = { votes: Int16Array.of(-1, 0, 1), text: "ü\u0000", rows: Uint32Array.of(7), nothing: undefined };
  const files = (): string[] => readdirSync(folder).sort();

  it("gives back what was kept, to another process too, and nothing for other names", async () => {
    await createCacheFolder(folder).write("a", value);
    assert.deepEqual(createCacheFolder(folder).read("a"), value);
    assert.equal(createCacheFolder(folder).read("b"), undefined);
    assert.deepEqual(files(), ["a.lfcache"]);
  });

  it("takes the value as it is when it is handed over", async () => {
    const votes = Int16Array.of(1, 2);
    const written = createCacheFolder(folder).write("a", votes);
    structuredClone(votes.buffer, { transfer: [votes.buffer] });
    await written;
    assert.deepEqual(createCacheFolder(folder).read("a"), Int16Array.of(1, 2));
  });

  const damages: readonly [title: string, damage: (file: Buffer) => Buffer][] = [
    ["is cut short", (file) => file.subarray(0, file.length - 1)],
    ["has a wrong byte", (file) => file.with(file.length - 3, file.at(-3)! ^ 1) as Buffer],
    ["has a wrong checksum", (file) => file.with(10, file[10]! ^ 1) as Buffer],
    ["is empty", () => Buffer.alloc(0)],
    ["is something else", () => Buffer.from("hello, I am not a cache file, but I am long enough to be one of them")],
  ];
  for (const [title, damage] of damages) {
    it(`ignores and removes a file that ${title}`, async () => {
      const cache = createCacheFolder(folder);
      await cache.write("a", value);
      const path = join(folder, "a.lfcache");
      writeFileSync(path, damage(readFileSync(path)));
      assert.equal(cache.read("a"), undefined);
      assert.deepEqual(files(), []);
    });
  }

  it("removes what is old, what is too much, oldest first, and what a killed worker left", async () => {
    const cache = createCacheFolder(folder, { bytes: 5_000, ageMs: 60_000 });
    const incompressible = Uint8Array.from({ length: 2_000 }, (_, i) => (i * i * 2_654_435_761) >>> 13);
    for (const name of ["a", "b", "c", "old"]) await cache.write(name, incompressible);
    writeFileSync(join(folder, "left.tmp"), "half a file");
    const setAge = (name: string, seconds: number): void =>
      utimesSync(join(folder, name), new Date(), new Date(Date.now() - 1000 * seconds));
    ["c", "b", "a", "old"].forEach((name, i) => setAge(`${name}.lfcache`, [1, 2, 3, 61][i]!));
    setAge("left.tmp", 2 * 24 * 3600);
    const { size } = statSync(join(folder, "a.lfcache"));
    assert.ok(2 * size < 5_000 && 3 * size > 5_000, `a file has ${size} bytes`);
    await cache.prune();
    assert.deepEqual(files(), ["b.lfcache", "c.lfcache"]);
  });

  it("keeps nothing, and harms nothing, where it cannot write", async () => {
    const blocked = join(folder, "../../file");
    writeFileSync(blocked, "");
    const cache = createCacheFolder(join(blocked, "cache"));
    await cache.write("a", value);
    await cache.prune();
    assert.equal(cache.read("a"), undefined);
  });
});
