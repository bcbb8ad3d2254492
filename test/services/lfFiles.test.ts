import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLfFileList } from "../../src/services/project/lfFiles";

describe("the list of a project's LF files", () => {
  let root: string;
  const path = (name: string): string => join(root, name);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lf-files-"));
    for (const name of ["b.lf.ts", "a.lf.ts", "helper.ts"]) writeFileSync(path(name), "");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("has those on disk in the order of their paths, and the editor's text where it is not saved", async () => {
    const list = createLfFileList({
      root,
      patterns: ["**/*.lf.ts"],
      boundary: root,
      unsaved: () => [{ path: path("b.lf.ts"), text: "typed" }],
    });
    assert.deepEqual(await list.known(), [{ path: path("a.lf.ts") }, { path: path("b.lf.ts"), text: "typed" }]);
  });

  it("has one that is not on disk yet, and no document that is no LF file", async () => {
    const unsaved = ["new.lf.ts", "helper.ts", "../other/x.lf.ts"].map((name) => ({ path: path(name), text: "" }));
    const list = createLfFileList({ root, patterns: ["**/*.lf.ts"], boundary: root, unsaved: () => unsaved });
    assert.deepEqual(
      (await list.known()).map((file) => file.path),
      [path("a.lf.ts"), path("b.lf.ts"), path("new.lf.ts")],
    );
  });

  it("looks at the disk again when it is told to, and only then", async () => {
    const list = createLfFileList({ root, patterns: ["**/*.lf.ts"], boundary: root, unsaved: () => [] });
    assert.equal((await list.known()).length, 2);
    writeFileSync(path("c.lf.ts"), "");
    rmSync(path("a.lf.ts"));
    assert.deepEqual(await list.known(), [{ path: path("a.lf.ts") }, { path: path("b.lf.ts") }]);
    assert.deepEqual(await list.fresh(), [{ path: path("b.lf.ts") }, { path: path("c.lf.ts") }]);
    assert.deepEqual(await list.known(), [{ path: path("b.lf.ts") }, { path: path("c.lf.ts") }]);
  });
});
