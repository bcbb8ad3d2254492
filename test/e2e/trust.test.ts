import assert from "node:assert/strict";
import { codeLenses } from "./editor";
import { openSidebar } from "./sidebar";
import { openExample, runCommandTitled, screenshot, type Workbench } from "./workbench";

describe("a workspace that is not trusted", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(300_000);
    const trust = { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" };
    workbench = await openExample("trust", "lfs/loans.lf.ts", trust);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  it("runs nothing, and says why", async () => {
    const { page } = workbench;
    await page.locator('.activitybar a.action-label[aria-label^="LF Lens"]').click();
    await page.locator(".sidebar", { hasText: "nothing runs until you trust this workspace" }).waitFor();
    assert.deepEqual(await codeLenses(page), []);
    await screenshot(page, "restricted");
  });

  it("runs once it is trusted", async () => {
    const { page } = workbench;
    await runCommandTitled(page, "Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await page.keyboard.press("Escape");
    const rows = await openSidebar(page);
    await rows.filter({ hasText: "bank-chat" }).first().waitFor();
    await rows.filter({ hasText: "covered" }).first().waitFor();
  });
});
