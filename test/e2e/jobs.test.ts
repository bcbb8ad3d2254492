// A fine-tune job through the user interface: the key, the dialog, the consent, the loss curve, and a reload of the window in mid-job.
import assert from "node:assert/strict";
import { KEY, startOpenAi } from "../jobs/servers/openaiServer";
import { eventually } from "./eventually";
import { panel } from "./panel";
import { openSidebar } from "./sidebar";
import { chooseTheme, openExample, quickInput, runCommandTitled, screenshot, statusBar, type Workbench } from "./workbench";

describe("a fine-tune job", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(300_000);
    workbench = await openExample("jobs", "lfs/loans.lf.ts");
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, "failed-job");
  });

  /** Answers the page of a dialog with this placeholder; without a text, as it stands. */
  async function answer(placeholder: string, text?: string): Promise<void> {
    const input = quickInput(workbench.page, placeholder);
    await input.waitFor();
    if (text !== undefined) await input.fill(text);
    await screenshot(workbench.page, `job-dialog-${placeholder.replace(/\W+/g, "-").toLowerCase()}`);
    await input.press("Enter");
  }

  async function setKey(address: string): Promise<void> {
    const { page } = workbench;
    await runCommandTitled(page, "LF Lens: Set API Key");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "An OpenAI-compatible service at" }).click();
    await answer("https://host/v1", address);
    const secret = page.locator('.quick-input-widget .quick-input-box input[type="password"]');
    await secret.fill(KEY);
    await secret.press("Enter");
    await page.locator(".notification-toast", { hasText: "is kept" }).waitFor();
  }

  it("is agreed to, followed, and goes on after a reload, with one job at the provider", async function () {
    this.timeout(300_000);
    const { page } = workbench;
    const server = await startOpenAi();
    server.script = ["validating_files", "running"];
    await eventually(async () => assert.match(await statusBar(page).innerText(), /covered/));
    await setKey(server.baseUrl);
    await runCommandTitled(page, "LF Lens: Create Fine-Tune Job");
    await answer("Who trains", "OpenAI-compatible");
    await answer("Where", server.baseUrl);
    for (const step of ["Base model", "Instruction", "Prompt"]) await answer(step);
    await answer("Settings", "epochs 2");
    await answer("Price", "4");
    await answer("Examples");
    const consent = page.locator(".monaco-dialog-box");
    await consent.getByText(/^Send [\d,]+ examples to 127\.0\.0\.1:\d+ and start the job\?/).waitFor();
    await screenshot(page, "job-consent");
    assert.deepEqual(server.seen, []);
    await consent.getByRole("button", { name: "Send and Start" }).click();

    const state = panel(page).locator(".job-state");
    await state.filter({ hasText: "Running" }).waitFor();
    await panel(page).locator(".plot canvas").waitFor();
    const rows = await openSidebar(page);
    await rows.filter({ hasText: "running" }).first().waitFor();
    await screenshot(page, "job-running");

    await page.reload();
    // A VS Code that is served to a browser forgets its secrets when the page is loaded anew: the job is taken on, and waits for its key.
    const again = rows.filter({ hasText: "unknown (running before)" });
    await again.first().waitFor({ timeout: 90_000 });
    await again.first().click();
    await panel(page).getByRole("button", { name: "Set API key" }).waitFor();
    server.script = ["running", "succeeded"];
    await setKey(server.baseUrl);
    await state.filter({ hasText: "Succeeded" }).waitFor();
    await page.locator(".notification-toast", { hasText: "has succeeded" }).waitFor();
    await panel(page).getByText("ft:gpt-4o-mini-2024-07-18:org::ftjob-1", { exact: true }).waitFor();
    assert.equal(server.jobs.length, 1);
    for (const [name, label, base] of [
      ["light", "Light Modern", "vs"],
      ["contrast", "Dark High Contrast", "hc-black"],
      ["dark", "Dark Modern", "vs-dark"],
    ] as const) {
      await chooseTheme(page, label, base);
      await screenshot(page, `job-succeeded-${name}`);
    }
  });
});
