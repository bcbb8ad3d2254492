// Promised: nothing outside the workspace is read or written through a link that came with it, and nothing that is read waits for ever.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownFolder } from "../../src/files/ownFolder";
import { isReallyInside, realPathOf } from "../../src/files/paths";
import { readRegularFile, readRegularText } from "../../src/files/regularFile";
import { writeNewFile, writeUserFile } from "../../src/files/userFile";
import { writeAtomically } from "../../src/files/writeAtomically";

describe("files that may not be what they seem", () => {
  let top: string;
  let root: string;
  const path = (name: string): string => join(root, name);
  const victim = (): string => readFileSync(join(top, "victim.txt"), "utf8");
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "lf-lens-files-"));
    root = join(top, "project");
    mkdirSync(root);
    writeFileSync(join(top, "victim.txt"), "precious");
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  describe("written atomically", () => {
    it("take a link's place instead of following it, and leave nothing beside them", async () => {
      symlinkSync(join(top, "victim.txt"), path("a.json"));
      await writeAtomically(path("a.json"), "new");
      assert.deepEqual([victim(), readFileSync(path("a.json"), "utf8"), lstatSync(path("a.json")).isFile()], ["precious", "new", true]);
      assert.deepEqual(readdirSync(root), ["a.json"]);
    });

    it("keep the permissions of the file before, and take bytes in parts and a time", async () => {
      writeFileSync(path("a"), "old");
      chmodSync(path("a"), 0o600);
      await writeAtomically(path("a"), [Buffer.from("one"), Buffer.from("two")], { time: new Date(1_000_000), flush: false });
      const { mode, mtimeMs } = statSync(path("a"));
      assert.deepEqual([readFileSync(path("a"), "utf8"), mode & 0o777, mtimeMs], ["onetwo", 0o600, 1_000_000]);
    });

    it("stay as they were where the new one cannot be put in place", async () => {
      mkdirSync(path("a"));
      await assert.rejects(writeAtomically(path("a"), "new"));
      assert.deepEqual(readdirSync(root), ["a"]);
    });
  });

  describe("read", () => {
    it("are regular files: a pipe, a device and a link to one are refused at once", async () => {
      execFileSync("mkfifo", [path("pipe")]);
      symlinkSync("pipe", path("link"));
      symlinkSync("/dev/zero", path("zero"));
      for (const name of ["pipe", "link", "zero"]) await assert.rejects(readRegularFile(path(name)), /is not a regular file/);
      await assert.rejects(readRegularFile(root), /is a folder/);
      await assert.rejects(readRegularFile(path("none")), { code: "ENOENT" });
      symlinkSync(join(top, "victim.txt"), path("text"));
      assert.equal(await readRegularText(path("text")), "precious");
    });
  });

  describe("in folders", () => {
    it("of our own are never reached through a link", async () => {
      assert.equal(await ownFolder(root, ".lf-lens", "runs"), path(".lf-lens/runs"));
      mkdirSync(path("other"));
      for (const target of [path("other"), top, join(top, "none")]) {
        rmSync(path(".lf-lens"), { recursive: true, force: true });
        symlinkSync(target, path(".lf-lens"));
        await assert.rejects(ownFolder(root, ".lf-lens", "runs"), /\.lf-lens is a link; remove it/);
      }
      rmSync(path(".lf-lens"));
      writeFileSync(path(".lf-lens"), "");
      await assert.rejects(ownFolder(root, ".lf-lens"), /\.lf-lens is a file; move it away/);
      assert.deepEqual([readdirSync(path("other")), readdirSync(top).sort()], [[], ["project", "victim.txt"]]);
    });

    it("are placed by what is really there, down to what is not there yet", async () => {
      mkdirSync(path("in"));
      symlinkSync(path("in"), path("stays"));
      symlinkSync(top, path("leaves"));
      symlinkSync(join(top, "none"), path("dangling"));
      const inside = ["", "new/deep.txt", "in/a", "stays/a", "leaves/project/a"];
      const outside = ["..", "leaves/a", "leaves/victim.txt", "stays/../../a", "dangling", "dangling/a"];
      for (const name of inside) assert.equal(await isReallyInside(join(root, name), root), true, name);
      for (const name of outside) assert.equal(await isReallyInside(join(root, name), root), false, name);
      assert.equal(await realPathOf(path("stays/new")), await realPathOf(path("in/new")));
    });
  });

  describe("of the user's", () => {
    it("are written where a link leads, if that is inside", async () => {
      mkdirSync(path("shared"));
      writeFileSync(path("shared/a.json"), "old");
      symlinkSync("shared/a.json", path("a.json"));
      await writeUserFile(path("a.json"), "new", root);
      assert.deepEqual([readFileSync(path("shared/a.json"), "utf8"), lstatSync(path("a.json")).isSymbolicLink()], ["new", true]);
      await writeUserFile(path("b.json"), "fresh", root);
      assert.equal(readFileSync(path("b.json"), "utf8"), "fresh");
    });

    it("that are new are written where nothing is: a file and a link stay as they are, one to nothing is refused", async () => {
      symlinkSync(join(top, "victim.txt"), path("link.json"));
      symlinkSync(join(top, "new.txt"), path("dangling.json"));
      assert.deepEqual([await writeNewFile(path("own.json"), "{}", root), await writeNewFile(path("own.json"), "[]", root)], [true, false]);
      assert.equal(await writeNewFile(path("link.json"), "{}", root), false);
      await assert.rejects(writeNewFile(path("dangling.json"), "{}", root), /dangling\.json is a link to something that does not exist/);
      assert.equal(readFileSync(path("own.json"), "utf8"), "{}");
      assert.deepEqual([victim(), readdirSync(top).sort()], ["precious", ["project", "victim.txt"]]);
    });

    it("are never written outside, nor into what is no file", async () => {
      symlinkSync(join(top, "victim.txt"), path("a.json"));
      symlinkSync(top, path("folder"));
      symlinkSync(join(top, "new.txt"), path("dangling.json"));
      for (const name of ["a.json", "folder/new.json", "dangling.json"])
        await assert.rejects(writeUserFile(path(name), "new", root), /leads outside .* by a link/);
      execFileSync("mkfifo", [path("pipe")]);
      await assert.rejects(writeUserFile(path("pipe"), "new", root), /is not a regular file/);
      assert.deepEqual([victim(), readdirSync(top).sort()], ["precious", ["project", "victim.txt"]]);
      await writeUserFile(path("a.json"), "allowed", undefined);
      assert.equal(victim(), "allowed");
    });
  });
});
