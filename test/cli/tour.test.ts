// The example's tour, step by step: what its README says of the numbers is what comes out.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { lfLens } from "./lfLens";

const example = resolve(__dirname, "../../examples/bank-chat");
const readme = readFileSync(join(example, "README.md"), "utf8");
const steps = readme
  .slice(readme.indexOf("1. **Look.**"))
  .split(/^\d\. /m)
  .slice(1);

interface Report {
  readonly rows: number;
  readonly set: { readonly coverage: number; readonly conflicts: number };
  readonly lfs: readonly {
    readonly name: string;
    readonly votes: number;
    readonly coverage: number;
    readonly overlaps: number;
    readonly conflicts: number;
    readonly correct: number;
    readonly incorrect: number;
    readonly faults: number;
  }[];
  readonly clarity: Readonly<Record<"right" | "wrong" | "none", Readonly<Record<string, number>>>>;
}

describe("the example's tour", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lf-lens-tour-"));
    cpSync(example, folder, { recursive: true, filter: (path) => !path.includes(".lf-lens") });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What the step says to write, taken from the README. */
  const snippet = (step: number): string => {
    const code = /```ts\n([^]*?)```/.exec(steps[step - 1]!)?.[1];
    assert.ok(code, `step ${step} has no code`);
    return code.replaceAll(/^ {3}/gm, "");
  };

  function edit(file: string, from: RegExp, to: string): void {
    const path = join(folder, "lfs", file);
    const text = readFileSync(path, "utf8");
    assert.match(text, from);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }

  const run = (): Report => JSON.parse(lfLens("run", folder, "--json").stdout) as Report;

  const lf = ({ lfs }: Report, name: string): Report["lfs"][number] => lfs.find((candidate) => candidate.name === name)!;

  /** The step's text has every one of these. */
  function says(step: number, ...texts: readonly (string | number)[]): void {
    const text = steps[step - 1]!.replaceAll(/\s+/g, " ");
    for (const wanted of texts) assert.ok(text.includes(String(wanted)), `step ${step} does not say ${wanted}`);
  }

  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const total = (cells: Readonly<Record<string, number>>): number => Object.values(cells).reduce((sum, rows) => sum + rows, 0);
  const column = ({ clarity }: Report, name: string): number =>
    total(Object.fromEntries(Object.entries(clarity).map(([verdict, cells]) => [verdict, cells[name]!])));

  it("1: one broad LF", () => {
    const report = run();
    const { votes, coverage, conflicts, correct, incorrect } = lf(report, "anyCard");
    const title = `${votes} rows (${percent(coverage)}) · ${percent(correct / (correct + incorrect))} right (${correct}/${correct + incorrect})`;
    says(1, title.replaceAll(" %", "%"), `${incorrect} wrong`, `${Math.round(conflicts * report.rows)} in conflict`);
    says(
      2,
      `column *LFs split* holds ${column(report, "split")} gold rows`,
      percent(lf(report, "lostOrStolen").conflicts),
      percent(report.set.conflicts),
    );
  });

  it("2: given a verb", () => {
    edit("cards.lf.ts", /export const anyCard = .*;\n/, snippet(2));
    const report = run();
    const { coverage, correct, incorrect } = lf(report, "anyCard");
    says(2, `covers ${percent(coverage)}`, `right in ${correct} of ${correct + incorrect}`, `to ${percent(report.set.conflicts)}`);
    says(2, `to ${percent(lf(report, "lostOrStolen").conflicts)}`, `to ${column(report, "right")}`, `to ${column(report, "split")}`);
    says(2, `to ${column(report, "wrong")}`, `to ${column(report, "silent")}`);
  });

  it("3: narrowed by a second column", () => {
    edit("transfers.lf.ts", /export const largeSum = .*;\n/, snippet(3));
    const report = run();
    const { correct, incorrect } = lf(report, "largeSum");
    says(3, `to ${correct} in ${correct + incorrect}`, `down to ${column(report, "split")}`);
  });

  it("4: without the echo", () => {
    const before = run();
    edit("access.lf.ts", /\/\*\* Says again.*\nexport const passwordAgain = .*;\n/, "");
    const report = run();
    assert.deepEqual({ ...report.set, overlaps: 0 }, { ...before.set, overlaps: 0 });
    assert.deepEqual(report.clarity, before.clarity);
    const overlaps = [before, report].map((one) => percent(lf(one, "password").overlaps));
    says(
      4,
      `coverage stays at ${percent(report.set.coverage)}, conflicts at ${percent(report.set.conflicts)}`,
      `from ${overlaps[0]} to ${overlaps[1]}`,
    );
  });

  it("5: a new LF from rows", () => {
    const before = run();
    edit("access.lf.ts", /$/, `\n${snippet(5)}`);
    const report = run();
    const { coverage, correct, incorrect } = lf(report, "profile");
    says(5, `covers ${percent(coverage)}`, `right in ${correct} of ${correct + incorrect}`, `${column(before, "silent")} gold rows`);
    says(
      5,
      `from ${column(before, "silent")} to ${column(report, "silent")}`,
      `from ${column(before, "right")} to ${column(report, "right")}`,
    );
  });

  it("6: a label that does not exist", () => {
    edit("access.lf.ts", /"ACCOUNT_ACCESS",(?=[^"]*"text",[^"]*user \?name)/, '"ACCOUNT_ACESS",');
    says(6, `${lf(run(), "profile").faults} rows`);
  });
});
