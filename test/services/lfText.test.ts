import assert from "node:assert/strict";
import * as sdk from "../../src/sdk/index";
import { importEdit, missingImportIn, SDK_NAMES } from "../../src/services/lfText/imports";
import { lfSnippets } from "../../src/services/lfText/lfSnippets";

const applied = (text: string, names: readonly string[]): string => {
  const edit = importEdit(text, names);
  return edit ? text.slice(0, edit.start) + edit.text + text.slice(edit.end) : text;
};

describe("names that an LF file imports", () => {
  it("are all that the SDK has", () => assert.deepEqual([...SDK_NAMES].sort(), Object.keys(sdk).sort()));

  for (const [before, names, after] of [
    ['import { lf } from "lf-lens";\n', ["regex"], 'import { lf, regex } from "lf-lens";\n'],
    ['import { lf } from "lf-lens";\n', ["lf"], 'import { lf } from "lf-lens";\n'],
    ["import {\n  keyword,\n  lf,\n} from 'lf-lens';\n", ["ABSTAIN"], "import { keyword, lf, ABSTAIN } from 'lf-lens';\n"],
    [
      'import type { Lf } from "lf-lens";\nexport const a = 1;',
      ["lf"],
      'import { lf } from "lf-lens";\nimport type { Lf } from "lf-lens";\nexport const a = 1;',
    ],
    ["", ["lf", "ABSTAIN"], 'import { lf, ABSTAIN } from "lf-lens";\n'],
  ] as const)
    it(`get ${names.join(" and ")} in ${JSON.stringify(before)}`, () => assert.equal(applied(before, names), after));

  for (const [message, name] of [
    ["b does not run, because its code failed: ReferenceError: regex is not defined", "regex"],
    ["Cannot find name 'ABSTAIN'.", "ABSTAIN"],
    ["ReferenceError: regx is not defined", undefined],
    ["Cannot find name 'window'.", undefined],
  ] as const)
    it(`${name === undefined ? "are not" : "are"} what is missing where it says ${message}`, () =>
      assert.equal(missingImportIn(message), name));
});

describe("a new LF", () => {
  it("offers the project's labels and text columns, however they are written", () => {
    const [keyword, , , fn] = lfSnippets({
      labels: ["A,B", "C|D", "$E}"],
      columns: { text: "the text", gold: "g" },
      data: {
        columns: [
          { name: "the text", type: "string", nullable: false },
          { name: "g", type: "string", nullable: true },
          { name: "n", type: "number", nullable: false },
        ],
      } as never,
    });
    assert.equal(keyword!.body, 'export const ${1:mentions} = keyword(${2|"A\\,B","C\\|D","\\$E\\}"|}, ${3|"the text"|}, "${4:word}");$0');
    assert.match(fn!.body, /row\["the text"\] === ""/);
  });

  it("has places to fill in where a project knows nothing yet", () => {
    for (const { body } of lfSnippets({ labels: [] })) assert.match(body, /"\$\{2:LABEL\}"/);
  });
});
