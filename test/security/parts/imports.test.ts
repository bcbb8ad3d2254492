// Promised: an LF file that imports what is no file is an error at its line; nothing waits for it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCompiler, type Compiler } from "../../../src/engine/compile/compile";
import { ownFiles } from "../../../src/engine/compile/ownFiles";

describe("an LF file that imports a pipe or a device", () => {
  let root: string;
  let compiler: Compiler;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lf-lens-imports-"));
    execFileSync(
      "mkfifo",
      ["pipe.ts", "pipe.json", "plain.js", "plain.mjs"].map((name) => join(root, name)),
    );
    for (const name of ["zero.ts", "zero.js"]) symlinkSync("/dev/zero", join(root, name));
    compiler = createCompiler(root);
  });
  afterEach(async () => {
    await compiler.dispose();
    rmSync(root, { recursive: true });
  });

  for (const name of ["./pipe", "./pipe.json", "./zero.ts", "./plain.js", "./plain.mjs", "./zero.js"])
    it(`${name}: is told so at its line`, async () => {
      const path = join(root, "a.lf.ts");
      // First a file that imports nothing, as it is typed: that goes another way.
      for (const [text, broken] of [
        [`import { lf } from "lf-lens";\nexport const a = lf(() => null);\n`, false],
        [`import {\n  one,\n} from "${name}";\nexport const a = one;\n`, true],
      ] as const) {
        const [compiled] = await compiler.compile([{ path, text }]);
        assert.equal(compiled?.bundle === undefined, broken);
        const messages = compiled?.problems.map(({ message }) => message).join() ?? "";
        assert.equal(/is not a regular file \(a pipe, a socket or a device\)/.test(messages), broken, messages);
      }
    });

  it("asks for the files of packages only where they are TypeScript or JSON", () => {
    const looked = (path: string): boolean => ownFiles.test(path);
    for (const path of [
      "/p/a.js",
      "/p/node_modulex/a.js",
      "/p/anode_modules/a.mjs",
      "/p/node_module/a",
      "/p/node_modules/a/b.ts",
      "/dev/zero",
    ])
      assert.ok(looked(path), path);
    for (const path of ["/p/node_modules/a/b.js", "/p/node_modules/@a/b/c.mjs", "C:\\p\\node_modules\\a.js"])
      assert.ok(!looked(path), path);
  });
});
