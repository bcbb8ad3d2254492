// Pinned examples and floors: the files, and what checking them finds, with the real engine.
import assert from "node:assert/strict";
import { expectations, type ExpectationInput } from "../../src/services/pins/expectations";
import { existsSync, readFileSync } from "node:fs";
import { parsePinFile } from "../../src/services/pins/pinFile";
import { withoutPin, withPin } from "../../src/services/pins/editPins";
import { letterFiles, startTestSession, type TestSession } from "./testSession";

const labels = ["A", "B"];
const pin = (id: string, vote: string | null, text = id): { id: string; vote: string | null; row: { text: string } } => ({
  id,
  vote,
  row: { text },
});

describe("pin files", () => {
  it("hold LFs and pins in order, and lose no comment", () => {
    const first = withPin(undefined, "b", pin("10", "B"), true);
    const second = withPin(first.replace("{", "// mind these\n{"), "b", pin("2", null), true);
    const third = withPin(second, "a", pin("1", "A"), true);
    assert.match(third, /^\/\/ mind these\n/);
    const { lfs, problems } = parsePinFile(third, "f", labels);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      lfs.map(({ lf, pins }) => [lf, pins.map(({ id, vote }) => `${id} ${vote}`)]),
      [
        ["a", ["1 A"]],
        ["b", ["2 null", "10 B"]],
      ],
    );
    assert.equal(third.split("\n")[lfs[1]!.pins[1]!.line - 1]?.trim(), "{");
    assert.match(third.split("\n")[lfs[1]!.pins[1]!.line] ?? "", /"id": "10"/);
  });

  it("know a row again: by its id, or by its cells where ids are only positions", () => {
    const text = withPin(undefined, "a", pin("1", "A", "one"), true);
    const pinsOf = (file: string): string[] => parsePinFile(file, "f", labels).lfs[0]!.pins.map(({ id, vote }) => `${id} ${vote}`);
    assert.deepEqual(pinsOf(withPin(text, "a", pin("1", "B", "one, corrected"), true)), ["1 B"]);
    assert.deepEqual(pinsOf(withPin(text, "a", pin("1", "B", "first of another file"), false)), ["1 A", "1 B"]);
  });

  it("go back to nothing when the last pin goes, but keep floors", () => {
    const one = withPin(undefined, "a", pin("1", "A"), true);
    assert.equal(withoutPin(one, "a", pin("1", null), true), undefined);
    assert.equal(withoutPin(one, "a", pin("2", null), true), one);
    const floored = '{ "a": { "floors": { "coverage": 0.1 }, "pins": [{ "id": "1", "vote": null, "row": {} }] } }';
    assert.deepEqual(JSON.parse(withoutPin(floored, "a", { id: "1", row: {} }, true) ?? ""), { a: { floors: { coverage: 0.1 } } });
  });

  const wrong: [text: string, problem: string][] = [
    ["", "1:1 The file is empty. Pin a row to an LF in the editor, or delete the file."],
    ["{", "1:2 This is not valid JSON"],
    ['{ "a": { "pin": [] } }', '1:10 There is no part "pin" here.'],
    ['{ "a": { "pins": [\n{ "id": "1", "vote": "A" }] } }', '2:1 "row" is missing. Give the row\'s cells'],
    ['{ "a": { "pins": [\n{ "id": "1", "vote": "C", "row": {} }] } }', '2:22 "C" is not a label of this project. Labels: A, B.'],
    ['{ "a": { "floors": { "accuracy": 90 } } }', "1:34 A floor is a share from 0 to 1"],
    [
      '{ "a": { "pins": [{ "id": "1", "vote": "A", "row": {} },\n{ "id": "1", "vote": null, "row": {} }] } }',
      '2:9 Row "1" is pinned to a twice. Keep one.',
    ],
  ];
  for (const [text, problem] of wrong)
    it(`say at which place ${JSON.stringify(text.slice(0, 40))} is wrong`, () => {
      const { lfs, problems } = parsePinFile(text, "f", labels);
      assert.ok(`${problems[0]?.line}:${problems[0]?.column} ${problems[0]?.message}`.startsWith(problem), JSON.stringify(problems));
      assert.deepEqual(lfs, []);
    });
});

describe("pins of a project", function () {
  this.timeout(30_000);
  let test: TestSession;
  beforeEach(async () => {
    test = startTestSession();
    await test.session.open(test.config);
  });
  afterEach(() => test.close());

  const letters = letterFiles["letters.lf.ts"];
  const failures = async (...lfs: string[]): Promise<string[]> => {
    const { results } = await test.session.pins(test.root).check(lfs.length > 0 ? lfs : undefined);
    return results.filter(({ passed }) => !passed).map(({ lf, name, expected, found }) => `${lf} ${name}: ${expected}; ${found}`);
  };
  const stands = (): string => readFileSync(test.path("letters.lf.pins.json"), "utf8");

  it("are kept beside the LF file with a copy of the row, without gold, and outlive the data", async () => {
    const pins = test.session.pins(test.root);
    await pins.pin("a", 0, "A");
    await pins.pin("a", 1, null);
    assert.deepEqual(JSON.parse(stands()), {
      a: {
        pins: [
          { id: "1", vote: "A", row: { id: 1, text: "apple", split: "train" } },
          { id: "2", vote: null, row: { id: 2, text: "banana", split: "train" } },
        ],
      },
    });
    const { rows } = await test.session.rows(test.root, {}, 0, 2);
    assert.deepEqual(rows[1]?.pins, [{ lf: "a", vote: null, holds: true }]);
    assert.deepEqual(test.project().pinned[0]?.pins[1], { id: "2", vote: null, text: "banana", line: 13 });
    test.write("rows.csv", "id,text,gold,split\n9,zebra,A,train\n");
    await test.session.reload();
    assert.deepEqual(await failures(), []);
    await pins.unpin("a", { id: "1", row: {} });
    await pins.unpin("a", { id: "2", row: {} });
    assert.equal(existsSync(test.path("letters.lf.pins.json")), false);
    assert.deepEqual(test.project().pinned, []);
  });

  it("fail when the code, saved or not, votes otherwise, faults or is gone", async () => {
    const pins = test.session.pins(test.root);
    await pins.pin("a", 0, "A");
    await pins.pin("a", 1, null);
    await pins.pin("b", 3, "B");
    assert.deepEqual(await failures(), []);
    const holding = async (): Promise<unknown[]> =>
      (await test.session.rows(test.root, {}, 0, 4)).rows.map(({ pins: [pin] = [] }) => pin?.holds);
    assert.deepEqual(await holding(), [true, true, undefined, true]);
    test.type("letters.lf.ts", letters.replace("/^a/", "/^b/"));
    assert.deepEqual(await failures(), ["a 1: votes A; abstains", "a 2: abstains; votes A"]);
    assert.deepEqual(await holding(), [false, false, undefined, true]);
    assert.deepEqual(await failures("b"), []);
    test.type("letters.lf.ts", letters.replace('"text", /^b/', '"txt" as "text", /^b/'));
    assert.match((await failures("b"))[0] ?? "", /^b 4: votes B; fault: The data has no column "txt"/);
    test.type("letters.lf.ts", letters.replace("const b", "const c"));
    assert.deepEqual(await failures("b"), ['b 4: votes B; fault: There is no LF "b".']);
    assert.deepEqual(
      test.project().problems.map(({ severity, message }) => `${severity} ${message}`),
      [
        'warning There is no LF "b" in the LF file that belongs to this one. If it was renamed, rename this key; if it was deleted, remove this entry.',
      ],
    );
    test.type("letters.lf.ts", letters.replace('"text", /^a/);', '"text", '));
    assert.match((await failures("a"))[0] ?? "", /^a 1: votes A; fault: No LF "a" could be loaded: /);
  });

  it("hold LFs to floors on the sample; what cannot be known does not reach them", async () => {
    const floors = (accuracy: number, coverage: number): string => JSON.stringify({ floors: { accuracy, coverage } });
    test.save("letters.lf.pins.json", `{ "a": ${floors(0.5, 0.4)}, "b": ${floors(1, 0.5)}, "none": ${floors(0, 0)} }`);
    test.type("letters.lf.ts", `${letters}export const none = regex("A", "text", /x/);\n`);
    await test.until(({ pinned }) => pinned.length === 3);
    assert.deepEqual(await failures(), [
      "b coverage: coverage >= 50.0%; 40.0% (2/5)",
      "none accuracy: accuracy >= 0.0%; n/a: votes on no row with gold",
    ]);
  });

  it("are not written over a file that has problems, which are named", async () => {
    const text = '{ "a": { "pins": [{ "id": "1", "vote": "C", "row": {} }] } }';
    test.save("letters.lf.pins.json", text);
    await test.until(({ problems }) =>
      problems.some(({ message, severity }) => severity === "error" && message.startsWith('"C" is not a label')),
    );
    await assert.rejects(
      test.session.pins(test.root).pin("a", 0, "A"),
      /letters\.lf\.pins\.json:1 must be fixed first: "C" is not a label/,
    );
    assert.equal(stands(), text);
    await assert.rejects(test.session.pins(test.root).pin("gone", 0, "A"), /There is no LF "gone"/);
  });
});

describe("what an LF can be pinned to", () => {
  const labels = ["HAM", "SPAM", "EGGS"];
  const said = (input: Omit<ExpectationInput, "labels">): string[] =>
    expectations({ labels, ...input }).map(({ vote, why }) => `${vote ?? "abstain"}${why === "" ? "" : ` (${why})`}`);
  const never = "it never votes this on the sample";

  it("is gold first where the LF votes it at all", () =>
    assert.deepEqual(said({ gold: "HAM", now: "SPAM", votes: ["HAM", "SPAM"] }), [
      "HAM (gold)",
      "SPAM (as it votes now)",
      "abstain",
      `EGGS (${never})`,
    ]));
  it("is to abstain first where the LF cannot vote gold", () =>
    assert.deepEqual(said({ gold: "HAM", now: "SPAM", votes: ["SPAM"] }), [
      "abstain (gold is HAM, which it never votes)",
      "SPAM (as it votes now)",
      `HAM (gold, ${never})`,
      `EGGS (${never})`,
    ]));
  it("is what the LF does now first where there is no gold", () =>
    assert.deepEqual(said({ now: null, votes: ["EGGS"] }), ["abstain (as it votes now)", "EGGS", `HAM (${never})`, `SPAM (${never})`]));
  it("is any label while the LF has not run", () =>
    assert.deepEqual(said({ gold: "SPAM", now: null }), ["SPAM (gold)", "abstain (as it votes now)", "HAM", "EGGS"]));
});
