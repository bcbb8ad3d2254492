// What the panel shows before, instead of and around the numbers.
import assert from "node:assert/strict";
import type { PanelSnapshot } from "../../src/protocol/panel";
import { usePanel } from "./openPanel";
import { root, snapshotOf, spamProject } from "./spamProject";

const { data: _data, lastRun: _run, ...bare } = spamProject;
const { rows, goldRows, labels } = spamProject.numbers.sample;
const bareSnapshot = (change: Partial<typeof spamProject>): PanelSnapshot => ({
  projects: [{ root, name: "comments" }],
  project: { ...bare, numbers: { sample: { rows, goldRows, labels, lfs: [] } }, problems: [], ...change },
});

describe("webview: phases", () => {
  const openPanel = usePanel();

  const phases: readonly (readonly [what: string, snapshot: PanelSnapshot, texts: readonly string[]])[] = [
    ["no project", { projects: [] }, ["No LF Lens project in this workspace", "lf.config.json"]],
    [
      "loading",
      bareSnapshot({ phase: "loading", progress: { what: "Reading data/train.csv", done: 2000, total: 25_000 } }),
      ["Reading data/train.csv: 2,000 of 25,000"],
    ],
    [
      "running",
      snapshotOf({ phase: "running", progress: { what: "Running LFs", done: 3, total: 6 } }),
      ["Running LFs: 3 of 6", "85.7% right"],
    ],
    [
      "ready",
      snapshotOf(),
      ["Ran 6 LFs in 42 ms", "sample of 1,000 of 25,000 rows", "200 with gold", "label model: SEM", "1 bad line skipped"],
    ],
    ["nothing new", snapshotOf({ lastRun: { ...spamProject.lastRun!, run: 2, ms: 3, lfs: 0 } }), ["Up to date"]],
    ["no LFs", snapshotOf({ sample: { lfs: [] } }), ["No LFs yet", 'keyword("HAM", "text", "subscribe")']],
  ];
  for (const [what, snapshot, texts] of phases) {
    it(`explains itself: ${what}`, async () => {
      const { page } = await openPanel({ snapshot });
      for (const text of texts) await page.getByText(text).first().waitFor();
    });
  }

  it("lists with file and line what keeps it from running", async () => {
    const problem = {
      file: `${root}/lf.config.json`,
      line: 3,
      column: 5,
      severity: "error",
      message: "No file matches data/*.csv.",
    } as const;
    const { page, calls } = await openPanel({ snapshot: bareSnapshot({ phase: "failed", problems: [problem] }) });
    await page.getByText("Cannot run").waitFor();
    await page.getByText("No file matches data/*.csv.").waitFor();
    await page.getByRole("button", { name: "lf.config.json:3" }).click();
    assert.deepEqual(calls.at(-1), ["openFile", { file: problem.file, line: 3, column: 5 }]);
    assert.equal(await page.locator("vscode-button[disabled]", { hasText: "Export labels" }).count(), 1);
  });

  it("says which numbers are old while an LF file does not compile, and leads to the error", async () => {
    const [first] = spamProject.numbers.sample.lfs;
    const lfs = spamProject.numbers.sample.lfs.map((lf, at) => ({ ...lf, stale: at < 2 }));
    const problem = { file: first!.file, line: 7, column: 2, severity: "error", message: 'Expected ";".' } as const;
    const { page, calls, editor } = await openPanel({ snapshot: snapshotOf({ sample: { lfs }, problems: [problem] }) });
    const notice = page.locator(".stale-notice");
    assert.match((await notice.innerText()).replaceAll(/\s+/g, " "), /2 LFs of .*\.lf\.ts show an older version.* Expected ";"\./);
    await notice.getByRole("button", { name: /:7$/ }).click();
    assert.deepEqual(calls.at(-1), ["openFile", { file: problem.file, line: 7, column: 2 }]);

    editor.tell("snapshot", snapshotOf({ sample: { lfs }, problems: [] }));
    await notice.getByText("The new version has not run.").waitFor();
    editor.tell("snapshot", snapshotOf({ sample: { lfs }, problems: [], phase: "running" }));
    await notice.waitFor({ state: "detached" });
    editor.tell("snapshot", snapshotOf({ sample: { lfs }, problems: [problem], phase: "running" }));
    await notice.waitFor();
    editor.tell("snapshot", snapshotOf({ sample: { lfs: lfs.map((lf) => ({ ...lf, stale: false })) } }));
    await notice.waitFor({ state: "detached" });
  });

  it("folds lesser problems under their count", async () => {
    const { page } = await openPanel();
    const problem = page.getByText("The record has 3 fields");
    assert.equal(await problem.isVisible(), false);
    await page.getByText("1 problem").click();
    await problem.waitFor();
    await page.getByRole("button", { name: "data/train.csv:12" }).waitFor();
  });

  it("picks one of several projects and forgets the rows of the other", async () => {
    const two = [
      { root, name: "comments" },
      { root: "/projects/bank", name: "bank" },
    ];
    const { page, calls, editor } = await openPanel({ snapshot: { ...snapshotOf(), projects: two }, filter: { set: "silent" } });
    await page.locator(".row-item").first().waitFor();
    await page.getByRole("combobox", { name: "Project" }).click();
    await page.getByRole("option", { name: "bank" }).click();
    await page.waitForTimeout(100);
    assert.deepEqual(calls.at(-1), ["select", "/projects/bank"]);
    editor.tell("snapshot", { projects: two, project: { ...spamProject, root: "/projects/bank", name: "bank" } });
    await page.locator(".rows").waitFor({ state: "detached" });
  });

  it("exports, and says what went wrong when the editor cannot", async () => {
    const exportLabels = (): Promise<void> => Promise.reject(new Error("data/train.csv is gone"));
    const { page, calls } = await openPanel({ api: { exportLabels } });
    await page.getByRole("button", { name: "Export labels" }).click();
    await page.getByRole("alert").getByText("data/train.csv is gone").waitFor();
    assert.deepEqual(calls.at(-1), ["exportLabels", root]);
    await page.getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("shows the numbers at once when they change", async () => {
    const { page, editor } = await openPanel();
    await page.getByTitle(/^70.0%: 700 of 1,000 rows have a vote/).waitFor();
    editor.tell("snapshot", snapshotOf({ sample: { set: { covered: 710, overlaps: 250, conflicts: 100 } } }));
    await page.getByTitle(/^71.0%: 710 of 1,000 rows have a vote/).waitFor();
  });

  it("turns nothing for people who want less motion", async () => {
    const snapshot = snapshotOf({ phase: "running" });
    for (const [reducedMotion, rings] of [
      ["reduce", false],
      [undefined, true],
    ] as const) {
      const { page } = await openPanel({ snapshot, ...(reducedMotion && { reducedMotion }) });
      await page.getByText("Running LFs").waitFor();
      assert.equal(await page.locator(".progress-ring").isVisible(), rings);
    }
  });
});
