import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readFirstRows } from "../../src/dataset/read/firstRows";
import { createProjectFolder } from "./projectFiles";

const folder = createProjectFolder();

describe("the first rows of a file", () => {
  it("are read as a project would read them, and no more than asked for", async () => {
    const content = `id;text\n${Array.from({ length: 100 }, (_, i) => `${i};"a;${i}"`).join("\n")}\n`;
    assert.deepEqual(await readFirstRows(folder.write("a.csv.gz", gzipSync(content)), 2), [
      { id: "0", text: "a;0" },
      { id: "1", text: "a;1" },
    ]);
    assert.deepEqual(await readFirstRows(folder.write("b.json", '[{"id":1},{"id":2}]'), 9), [{ id: 1 }, { id: 2 }]);
  });

  it("of a file that cannot be read are an error that names it", async () => {
    await assert.rejects(readFirstRows(folder.write("c.parquet", "no"), 2), /c\.parquet: /);
  });
});
