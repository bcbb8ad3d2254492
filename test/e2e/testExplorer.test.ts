// Pinned rows and floors in VS Code's own Test Explorer: run, failed with what was found, run again as the code changes.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { replaceLine } from "./editor";
import { eventually } from "./eventually";
import { openExample, runCommandTitled, screenshot, statusBar, type Workbench } from "./workbench";

const file = "lfs/loans.lf.ts";
const pins = {
  loanWord: {
    floors: { coverage: 0.01, accuracy: 1 },
    pins: [
      { id: "m1", vote: "LOAN", row: { text: "Can I get a loan for a car?", channel: "app" } },
      { id: "m2", vote: null, row: { text: "My card is gone", channel: "app" } },
      { id: "m3", vote: "FEES", row: { text: "Another loan, please", channel: "web" } },
    ],
  },
};

describe("the Test Explorer", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(300_000);
    workbench = await openExample("tests", file);
    writeFileSync(join(workbench.folder, "lfs/loans.lf.pins.json"), JSON.stringify(pins, null, 2));
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  const items = (page: Page): Locator => page.locator(".test-explorer .monaco-list-row");
  /** The tree's items with the state that their icons show: "votes LOAN on m1: ... (passed)". Names for screen readers follow later. */
  const labels = async (page: Page): Promise<string[]> => {
    const rows = await items(page).all();
    return Promise.all(
      rows.map(async (row) => {
        const icon = (await row.locator(".computed-state").getAttribute("class")) ?? "";
        return `${await row.innerText()} (${/testing-(\w+)-icon/.exec(icon)?.[1] ?? "unknown"})`;
      }),
    );
  };
  const find = async (page: Page, label: RegExp): Promise<string> => {
    const found = (await labels(page)).find((candidate) => label.test(candidate));
    assert.ok(found, `${label} is not among ${(await labels(page)).join("\n")}`);
    return found;
  };

  it("shows LF files, their LFs, floors and pinned rows", async () => {
    const { page } = workbench;
    await eventually(async () => assert.match(await statusBar(page).innerText(), /covered/));
    await runCommandTitled(page, "Testing: Focus on Test Explorer View");
    await items(page).first().waitFor();
    await runCommandTitled(page, "Test: Run All Tests");
    await eventually(async () => void (await find(page, /loans\.lf\.ts/)));
  });

  it("says which hold and which do not, and why", async () => {
    const { page } = workbench;
    for (const parent of [0, 1]) {
      await items(page).nth(parent).click();
      await page.keyboard.press("ArrowRight");
    }
    await eventually(async () => {
      assert.match(await find(page, /votes LOAN on m1/), /\(passed\)/);
      assert.match(await find(page, /abstains on m2/), /\(passed\)/);
      assert.match(await find(page, /votes FEES on m3/), /\(failed\)/);
      assert.match(await find(page, /coverage >= 1\.0%/), /\(passed\)/);
    });
    await screenshot(page, "test-explorer");
  });

  it("runs again whenever the numbers change, as long as the user wants that", async () => {
    const { page } = workbench;
    await runCommandTitled(page, "Test: Start Continuous Run");
    // The clicks on the tree's items have opened the pin file.
    await page.getByRole("tab", { name: /^loans\.lf\.ts/ }).click();
    await page.locator(".tab.active", { hasText: "loans.lf.ts" }).waitFor();
    await replaceLine(page, 5, 'export const loanWord = lf((row: Row) => (row.text.includes("car") ? "FEES" : ABSTAIN));');
    await eventually(async () => {
      assert.match(await find(page, /votes LOAN on m1/), /\(failed\)/);
      assert.match(await find(page, /abstains on m2/), /\(failed\)/);
    });
  });
});
