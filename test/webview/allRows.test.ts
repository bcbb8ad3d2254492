// Statistics on all rows in the clarity panel: asked for, followed, cancelled, told from the sample's, and marked when they are old.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import type { TaskSnapshot } from "../../src/protocol/snapshot";
import type { AllRowsSnapshot } from "../../src/protocol/panel";
import { measuredAllRows, staleAllRows } from "./allRowsOf";
import { usePanel } from "./openPanel";
import { root, snapshotOf, spamProject } from "./spamProject";
import type { Theme } from "./themes";

const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().innerText()).replaceAll(/\s+/g, " ");

describe("webview: statistics on all rows", () => {
  const openPanel = usePanel();
  const measuring: TaskSnapshot = {
    ...{ id: 1, kind: "measure", title: "All rows of spam" },
    progress: { what: "running 6 LFs on all rows", done: 8192, total: 25_000 },
  };
  const withAll = (allRows: AllRowsSnapshot, ...tasks: TaskSnapshot[]): ReturnType<typeof snapshotOf> => snapshotOf({ allRows, tasks });

  it("are asked for with the keyboard, followed and cancelled", async () => {
    const { page, calls, editor } = await openPanel();
    await page.getByRole("radio", { name: "Sample (1,000 rows)" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.getByRole("radio", { name: "All rows (25,000)" }).isChecked());
    await page.getByText("Counts all 25,000 rows once; the sample's numbers stay meanwhile.").waitFor();
    assert.equal(await page.locator("table").count(), 0, "no number of the sample stands there");
    await page.keyboard.press("Tab"); // the problems
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.deepEqual(calls.at(-1), ["measureAllRows", root]);

    editor.tell("snapshot", withAll({}, measuring));
    await page.getByRole("status").getByText("running 6 LFs on all rows: 32.8% of 25,000 rows").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    assert.deepEqual(calls.at(-1), ["cancelAllRows", root]);
    editor.tell("snapshot", withAll({}));
    await page.getByRole("button", { name: "Measure all rows" }).waitFor();
  });

  it("stand under a badge with their n, and none of the sample's is among them", async () => {
    const { page } = await openPanel({ scope: "allRows", snapshot: withAll(measuredAllRows), height: 1400 });
    await page.getByText("25,000 rows of train and dev").waitFor();
    assert.match(await textOf(page, ".all-rows"), /^All rows 25,000 rows of train and dev, 5,000 rows with gold\. Counted on .* in 1\.8 s/);
    const line = (name: string): Promise<string> => textOf(page, `.lf-table tbody tr:has-text("${name}")`);
    assert.equal(
      await line("asksToSubscribe"),
      "asksToSubscribe SPAM 20.0% 5,000 10.0% 2,500 0.0% 0 100.0% 1,000/1,000 0 99.6–100.0% est. 93.5% 0",
    );
    assert.equal(await textOf(page, ".lf-table tfoot"), "All LFs together 70.0% 17,500 25.0% 6,250 10.0% 2,500 7,500 rows without a vote");
    await page
      .getByText("Denoised labels are 85.7% right (95 % interval 84.5–86.8%): 3,000 of the 3,500 gold rows that have one.")
      .waitFor();
    assert.equal(await textOf(page, ".label-bars li"), "HAM 8,750 50.0%");
    await page.getByText("of all rows without a denoised label").waitFor();
    for (const column of ["Worth", "Time"]) assert.equal(await page.getByRole("columnheader", { name: column }).count(), 0, column);
    assert.equal(await page.getByRole("combobox", { name: "Gold label of the rows" }).count(), 0, "one label's matrix is of the sample");
    assert.equal(await page.locator(".rows-button").count(), 0, "no number opens rows: only the sample's can be listed");
    await page.getByText("available for the sample only").waitFor();
    await page.getByRole("radio", { name: "Majority vote" }).check({ force: true });
    await page.getByText("Majority labels are 91.7% right: 2,750 of the 3,000 gold rows that have one.").waitFor();
  });

  it("are left for the sample's, whose rows open again, also after the panel was hidden", async () => {
    const { page, editor } = await openPanel({ scope: "allRows", snapshot: withAll(measuredAllRows) });
    await page.getByText("25,000 rows of train and dev").waitFor();
    await page.reload();
    await page.getByText("25,000 rows of train and dev").waitFor();
    editor.tell("show", { filter: { lf: { name: "hasLink", rows: "covered" } } });
    await page.getByRole("heading", { name: "Rows where hasLink votes" }).waitFor();
    assert.ok(await page.getByRole("radio", { name: "Sample (1,000 rows)" }).isChecked());
    await page.getByRole("radio", { name: "All rows (25,000)" }).check({ force: true });
    await page.getByRole("heading", { name: "Rows where hasLink votes" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "sample", exact: true }).click();
    await page.getByRole("heading", { name: "Rows where hasLink votes" }).waitFor();
  });

  it("say that they are old, and why they could not be counted", async () => {
    const { page, calls, editor } = await openPanel({ scope: "allRows", snapshot: withAll(staleAllRows) });
    await page.getByText("LFs or settings have changed since: these numbers are from before the change.").waitFor();
    await page.getByRole("button", { name: "Run again" }).click();
    assert.deepEqual(calls.at(-1), ["measureAllRows", root]);
    editor.tell("snapshot", withAll({ ...staleAllRows, problem: "data.csv: the file is gone." }));
    await page.getByRole("alert").getByText("Not measured: data.csv: the file is gone.").waitFor();
    assert.equal(await page.locator(".lf-table").count(), 1, "the last numbers stay");
  });

  it("are not offered where the sample is all rows", async () => {
    const data = { ...spamProject.data!, rows: 1000, splitRows: { train: 800, dev: 200 } };
    const { page } = await openPanel({ snapshot: snapshotOf({ data }) });
    await page.getByText("all 1,000 rows").waitFor();
    assert.equal(await page.getByRole("radiogroup", { name: "Numbers of" }).count(), 0);
  });

  const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
  before(() => mkdirSync("out/screens", { recursive: true }));
  for (const theme of themes)
    for (const width of [400, 500, 800, 1400])
      it(`fit ${width} px in the ${theme} theme`, async () => {
        const { page, editor } = await openPanel({ theme, width, height: 1100, scope: "allRows" });
        const look = async (view: string): Promise<void> => {
          await page.screenshot({ path: `out/screens/all-rows-${view}-${theme}-${width}.png` });
          assert.equal(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"), 0, `${view} scrolls sideways`);
        };
        await page.getByRole("button", { name: "Measure all rows" }).waitFor();
        await look("empty");
        editor.tell("snapshot", withAll(staleAllRows, measuring));
        await page.getByRole("button", { name: "Cancel" }).waitFor();
        await look("running");
        editor.tell("snapshot", withAll(measuredAllRows));
        await page.getByRole("button", { name: "Run again" }).waitFor();
        await look("measured");
        editor.tell("snapshot", withAll({ ...staleAllRows, problem: "data/train.csv: the file is gone." }));
        await page.getByRole("alert").waitFor();
        await look("stale");
      });
});
