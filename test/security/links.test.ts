// Promised: data, LF files and pins are read where they really are: inside the workspace, unless the user's own settings allow more;
// each once, whatever links lead to it; and only regular files.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { listDataFiles } from "../../src/dataset/read/dataFiles";
import { findFiles } from "../../src/files/findFiles";
import type { ProjectSpec } from "../../src/protocol/engine";
import { defaultLimits } from "../../src/services/config/limits";
import { modelFolder } from "../../src/services/modelVotes/modelFolder";
import { writeGeneratedTypes } from "../../src/services/project/generatedTypes";
import { createLfFileList, type LfFileList } from "../../src/services/project/lfFiles";

describe("links in a project", () => {
  let top: string;
  let root: string;
  const path = (name: string): string => join(root, name);
  const write = (name: string, text = "text\na\n"): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  const link = (to: string, name: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    symlinkSync(to, path(name));
  };
  const names = (paths: readonly string[]): string[] => paths.map((one) => relative(root, one));
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), "lf-lens-links-"));
    root = join(top, "project");
    for (const name of ["../outside/rows.csv", "../outside/evil.lf.ts", "../outside/deep/evil.lf.ts", "data/a.csv", "a.lf.ts"]) write(name);
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  describe("to data", () => {
    /** @param boundary "" allows any place */
    const specOf = (data: ProjectSpec["data"], boundary: string): ProjectSpec => ({
      ...{ root, data, labels: [], columns: {}, sample: { rows: "all", seed: 1 }, limits: defaultLimits },
      ...(boundary === "" ? {} : { boundary }),
    });
    const list = async (pattern: string | readonly string[], boundary = root): Promise<string[]> => {
      const files = await listDataFiles(specOf({ all: [pattern].flat().map(path) }, boundary));
      return files.map(({ name }) => name);
    };

    it("outside are refused, as a file, as a folder and by globs, unless all is allowed", async () => {
      link(join(top, "outside/rows.csv"), "data/linked.csv");
      link(join(top, "outside"), "folder");
      const stray = /is a symbolic link that leads outside the project\. Move the files inside, or allow it/;
      for (const pattern of ["data/linked.csv", "data/*.csv", "folder/rows.csv", "folder/*.csv", "f*/rows.csv", "**/*.csv"]) {
        await assert.rejects(list(pattern), stray, pattern);
        assert.ok((await list(pattern, "")).length > 0, pattern);
      }
      assert.deepEqual(await list("data/a.csv"), ["data/a.csv"]);
    });

    it("outside do not matter to a glob that does not go there", async () => {
      link(join(top, "outside"), "folder");
      link(join(top, "outside/rows.csv"), "linked.csv");
      assert.deepEqual(await list("data/*.csv"), ["data/a.csv"]);
      assert.deepEqual(await list("data/**/*.csv"), ["data/a.csv"]);
    });

    it("inside count once, and never as train and test", async () => {
      link("a.csv", "data/b.csv");
      link("../data", "data/again");
      assert.deepEqual(await list("data/**/*.csv"), ["data/a.csv"]);
      assert.deepEqual(await list(["data/b.csv", "data/a.csv"]), ["data/b.csv"]);
      const spec = specOf({ train: [path("data/a.csv")], test: [path("data/b.csv")] }, root);
      await assert.rejects(listDataFiles(spec), /data\/a.csv, which is data\/b.csv, is listed under train and test/);
    });

    it("to a pipe or a device are refused at once, as those are themselves", async () => {
      execFileSync("mkfifo", [path("data/pipe.csv")]);
      link("pipe.csv", "data/link.csv");
      for (const pattern of ["data/pipe.csv", "data/link.csv", "data/l*.csv"])
        await assert.rejects(list(pattern), /is not a regular file \(a pipe, a socket or a device\)/, pattern);
      rmSync(path("data/link.csv"));
      link("/dev/zero", "data/zero.csv");
      for (const pattern of ["data/zero.csv", "data/z*.csv"]) {
        await assert.rejects(list(pattern), /leads outside the project/, pattern);
        await assert.rejects(list(pattern, ""), /is not a regular file/, pattern);
      }
    });
  });

  describe("to LF files", () => {
    const open = (patterns: readonly string[] = ["**/*.lf.ts"], boundary: string | undefined = root): LfFileList =>
      createLfFileList({
        root,
        patterns,
        boundary,
        unsaved: () => ["linked.lf.ts", "lfs/new.lf.ts"].map((name) => ({ path: path(name), text: "" })),
      });

    it("outside are not run, typed text neither, and are named", async () => {
      link(join(top, "outside/evil.lf.ts"), "linked.lf.ts");
      link(join(top, "outside"), "lfs");
      link("/", "disk");
      const list = open();
      assert.deepEqual(names((await list.fresh()).map((file) => file.path)), ["a.lf.ts"]);
      assert.deepEqual(
        list.problems().map(({ severity, message }) => `${severity}: ${message.split(",")[0]}`),
        [
          "info: disk is a symbolic link that leads outside the project",
          "info: lfs is a symbolic link that leads outside the project",
          "error: linked.lf.ts is a symbolic link that leads outside the project",
        ],
      );
      const literal = open(["lfs/*.lf.ts", "lfs/deep/evil.lf.ts"]);
      assert.deepEqual(await literal.fresh(), []);
      assert.ok(literal.problems().length > 0);
    });

    it("that make a circle do not double LFs; one that stays inside is followed", async () => {
      link(".", "self");
      link("..", "data/up");
      write("shared/b.lf.ts");
      link("../shared", "data/shared");
      link("a.lf.ts", "copy.lf.ts");
      const list = createLfFileList({ root, patterns: ["**/*.lf.ts"], boundary: root, unsaved: () => [] });
      assert.deepEqual(names((await list.fresh()).map((file) => file.path)), ["a.lf.ts", "shared/b.lf.ts"]);
      const linked = createLfFileList({ root, patterns: ["data/shared/*.lf.ts"], boundary: root, unsaved: () => [] });
      assert.deepEqual(names((await linked.fresh()).map((file) => file.path)), ["data/shared/b.lf.ts"]);
      assert.deepEqual([list.problems(), linked.problems()], [[], []]);
    });

    it("that are pipes are errors", async () => {
      execFileSync("mkfifo", [path("pipe")]);
      link("pipe", "p.lf.ts");
      const list = createLfFileList({ root, patterns: ["*.lf.ts"], boundary: root, unsaved: () => [] });
      assert.deepEqual(names((await list.fresh()).map((file) => file.path)), ["a.lf.ts"]);
      assert.match(
        list
          .problems()
          .map(({ message }) => message)
          .join(),
        /^p\.lf\.ts is not a regular file/,
      );
    });

    it("hold no LFs of models: none is written outside", async () => {
      write("lf.config.json", '{ "labels": ["A", "B"], "data": "data/a.csv" }');
      link(join(top, "outside"), "models");
      await assert.rejects(modelFolder(root), /models is a symbolic link that leads outside the project, so no LF is written there/);
    });
  });

  it("in .lf-lens are replaced by files, never written through; a folder that is one is refused", async () => {
    const sdkTypes = join(top, "sdk");
    mkdirSync(sdkTypes);
    writeFileSync(join(sdkTypes, "index.d.ts"), "export {};\n");
    writeFileSync(join(top, "victim.txt"), "precious");
    const own = ["row.d.ts", "tsconfig.json", ".gitignore", "lf.config.schema.json", "sdk/index.d.ts"];
    for (const name of own) link(join(top, "victim.txt"), `.lf-lens/${name}`);
    const input = { root, labels: ["A"], columns: [], sdkTypes };
    await writeGeneratedTypes(input);
    assert.equal(readFileSync(join(top, "victim.txt"), "utf8"), "precious");
    for (const name of own) assert.ok(lstatSync(path(`.lf-lens/${name}`)).isFile(), name);
    rmSync(path(".lf-lens/sdk"), { recursive: true });
    link(join(top, "outside"), ".lf-lens/sdk");
    await assert.rejects(writeGeneratedTypes(input), /sdk is a link; remove it/);
    assert.deepEqual(readdirSync(join(top, "outside")).sort(), ["deep", "evil.lf.ts", "rows.csv"]);
  });

  it("to the whole disk cost nothing", async () => {
    link("/", "disk");
    link("/proc", "processes");
    const { files, outside } = await findFiles(["**/*"], { root, boundary: root });
    assert.deepEqual(
      [names(files), names(outside)],
      [
        ["a.lf.ts", "data/a.csv"],
        ["disk", "processes"],
      ],
    );
  });

  it("around the project's own folder do not matter", async () => {
    symlinkSync(root, join(top, "alias"));
    const { files, outside } = await findFiles(["**/*.csv"], { root: join(top, "alias"), boundary: join(top, "alias") });
    assert.deepEqual([files, outside], [[join(top, "alias/data/a.csv")], []]);
    assert.ok(readdirSync(join(top, "outside")).length > 0);
  });
});
