// An LF file that reaches beyond its rows is told so at the import, unless the project allows it.
import assert from "node:assert/strict";
import { startTestEngine, type TestEngine } from "./testEngine";

describe("imports of Node's modules", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => {
    engine = await startTestEngine({ rows: [{ text: "a" }] });
    engine.write("node_modules/reader/package.json", `{"name": "reader", "main": "index.js"}`);
    engine.write("node_modules/reader/index.js", `const fs = require("fs");\nexports.read = () => fs.existsSync("x");`);
    engine.write("lib/deep.ts", `import { read } from "reader";\nexport const deep = () => read();`);
    engine.write("lib/types.ts", `import type { Stats } from "node:fs";\nexport type S = Stats;\nexport const nothing = () => false;`);
  });
  after(() => engine.close());

  const body = (expression: string): string => `export const it = lf(() => (${expression} ? "HAM" : "SPAM"));`;
  const cases: readonly { title: string; text: string; problems: readonly RegExp[] }[] = [
    {
      title: "the file system, at its line",
      text: `import { lf } from "lf-lens";\nimport { existsSync } from "node:fs";\n${body(`existsSync("x")`)}`,
      problems: [/^it\.lf\.ts:2:28 "node:fs" reaches the file system: .*"allowNode": true/],
    },
    {
      title: "a part of a module, and one without the prefix",
      text: `import { lf } from "lf-lens";\nimport { stat } from "fs/promises";\nimport net from "net";\n${body("stat && net")}`,
      problems: [/:2:22 "fs\/promises" reaches the file system/, /:3:17 "net" reaches the network/],
    },
    {
      title: "require() in the middle of a line",
      text: `import { lf } from "lf-lens";\nexport const it = lf(() => (require("node:child_process") ? "HAM" : "SPAM"));`,
      problems: [/:2:37 "node:child_process" reaches other processes/],
    },
    {
      title: "a package that does, through a file of one's own",
      text: `import { lf } from "lf-lens";\nimport { deep } from "./lib/deep";\n${body("deep()")}`,
      problems: [/:2:22 "\.\/lib\/deep" imports "fs", which reaches the file system/],
    },
    {
      title: "timers, which are no function of a row either",
      text: `import { lf } from "lf-lens";\nimport { setTimeout } from "node:timers";\n${body("setTimeout")}`,
      problems: [/:2:28 "node:timers" reaches beyond its row/],
    },
    {
      title: "nothing that only computes",
      text: `import { lf } from "lf-lens";\nimport { createHash } from "node:crypto";\nimport { basename } from "path";\n${body("createHash && basename")}`,
      problems: [],
    },
    {
      title: "nothing of which it takes types alone",
      text: `import { lf } from "lf-lens";\nimport { nothing } from "./lib/types";\nimport type { Stats } from "node:fs";\nexport type Mine = Stats;\n${body("nothing()")}`,
      problems: [],
    },
  ];

  for (const { title, text, problems } of cases) {
    it(`names ${title}, and runs the LF all the same`, async () => {
      engine.write("it.lf.ts", text);
      const outcome = await engine.run(["it.lf.ts"]);
      assert.equal(outcome.problems.length, problems.length, outcome.problems.join("\n"));
      problems.forEach((problem, i) => assert.match(outcome.problems[i]!, problem));
      assert.ok(outcome.plan.problems.every(({ severity }) => severity === "warning"));
      assert.equal(outcome.votes["it"]?.length, 1);
    });
  }

  it("says nothing where the project allows it", async () => {
    engine.write("it.lf.ts", cases[0]!.text);
    await engine.client.open({ ...engine.spec, allowNode: true });
    assert.deepEqual((await engine.run(["it.lf.ts"])).problems, []);
  });
});
