// From a data file to the first right number, by keyboard alone, in a VS Code with its default settings: it trusts nothing at first.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeLenses } from "./editor";
import { eventually } from "./eventually";
import { command, trust } from "./keyboard";
import { openWorkbench, quickInput, screenshot, type Workbench } from "./workbench";

/** Forty texts, every second spam; gold of the first twenty. */
const rows = Array.from({ length: 40 }, (_, row) => {
  const isSpam = row % 2 === 0;
  return `m${100 + row},${isSpam ? "subscribe to my channel" : "what a wonderful song"} ${row},${row < 20 ? (isSpam ? "SPAM" : "HAM") : ""}`;
});

describe("the first hour", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(300_000);
    const fill = (profile: string): string => {
      const folder = join(profile, "mail");
      mkdirSync(folder);
      writeFileSync(join(folder, "messages.csv"), `msg_id,body,is_spam\n${rows.join("\n")}\n`);
      return folder;
    };
    workbench = await openWorkbench({ name: "first-hour", fill, settings: {} });
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  it("asks for trust before it reads data", async () => {
    const { page } = workbench;
    await command(page, "LF Lens: Create Project");
    await page.locator(".notification-toast", { hasText: "Trust this workspace to create a project" }).waitFor();
    await trust(page);
  });

  it("makes a project of proposals, and shows right numbers", async () => {
    const { page } = workbench;
    await command(page, "LF Lens: Create Project");
    for (const page_ of [
      "File with your rows",
      "Which column is labeled",
      "Which column has gold",
      "HAM, SPAM",
      "Which column says train",
      "Which column tells rows",
      "Press Enter to create",
    ]) {
      await quickInput(page, page_).waitFor();
      await page.keyboard.press("Enter");
    }
    await eventually(async () => {
      const lenses = await codeLenses(page);
      assert.ok(lenses.length > 0 && lenses.every((text) => /100\.0% right \((\d+)\/\1\)/.test(text)), lenses.join("\n"));
    });
  });
});
