// A file that imports nothing goes to esbuild another way than one that does: nobody may notice.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCompiler, type Compiled, type Compiler } from "../../src/engine/compile/compile";

const alone = `import { lf } from "lf-lens";\nexport const a = lf((row) => (row.n === 1 ? "X" : null));\n`;
const importing = `import { lf } from "lf-lens";\nimport { one } from "./one";\nexport const a = lf((row) => (row.n === one ? "X" : null));\n`;
const importingItself = `import { lf } from "lf-lens";\nimport * as self from "./edited.lf";\nexport const list = [1];\nexport const a = lf(() => (self.list === list ? "X" : null));\n`;
const inACircle = `import { lf } from "lf-lens";\nimport { seen } from "./circle";\nexport const list = [1];\nexport const a = lf(() => (seen() === list ? "X" : null));\n`;
const broken = `import { lf } from "lf-lens";\nexport const a = lf((row) => \n`;
const missing = `import { lf } from "lf-lens";\nimport { gone } from "./gone";\nexport const a = lf(() => gone);\n`;

describe("compiling a file whose imports come and go", () => {
  let root: string;
  let compiler: Compiler;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lf-lens-compile-"));
    writeFileSync(join(root, "one.ts"), "export const one = 1;\n");
    writeFileSync(join(root, "circle.ts"), `import { list } from "./edited.lf";\nexport const seen = () => list;\n`);
    compiler = createCompiler(root);
  });
  afterEach(async () => {
    await compiler.dispose();
    rmSync(root, { recursive: true });
  });

  /** It is on disk too: what imports it finds it there. */
  async function compiledBy(by: Compiler, text: string): Promise<Compiled> {
    const path = join(root, "edited.lf.ts");
    writeFileSync(path, alone);
    return (await by.compile([{ path, text }]))[0]!;
  }

  it("gives what a fresh compiler gives, whatever it was before", async () => {
    for (const text of [alone, importing, alone, inACircle, broken, alone, missing, importing, importingItself, alone, broken]) {
      const fresh = createCompiler(root);
      const [{ bundle, problems }, expected] = [await compiledBy(compiler, text), await compiledBy(fresh, text)];
      assert.deepEqual({ bundle, problems }, { bundle: expected.bundle, problems: expected.problems }, text);
      await fresh.dispose();
    }
  });

  it("has a file that imports itself, or is imported by what it imports, once", async () => {
    for (const text of [importingItself, inACircle]) {
      const { bundle } = await compiledBy(compiler, text);
      assert.equal(bundle?.code.split("[1]").length, 2, bundle?.code);
    }
  });

  it("compiles again when a file comes that was missing", async () => {
    const path = join(root, "edited.lf.ts");
    writeFileSync(path, missing);
    const [before] = await compiler.compile([{ path }]);
    assert.deepEqual([before?.bundle, before?.problems.map(({ line }) => line)], [undefined, [2]]);
    writeFileSync(join(root, "gone.ts"), `export const gone = "X";\n`);
    const [after] = await compiler.compile([{ path }]);
    assert.deepEqual(after?.inputs.toSorted(), [path, join(root, "gone.ts")].toSorted());
  });
});
