// A fine-tune job through the user interface: the key, the dialog, the consent, the loss curve, and a reload of the window in mid-job.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KEY, startOpenAi, type OpenAiServer } from "../jobs/servers/openaiServer";
import { eventually } from "./eventually";
import { panel } from "./panel";
import { openSidebar } from "./sidebar";
import { openExample, quickInput, reload, runCommandTitled, screenshot, screenshotInThemes, statusBar, type Workbench } from "./workbench";

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
    await page.locator(".notification-toast", { hasText: "has been saved" }).waitFor();
  }

  /** The tuned model is measured, becomes an LF and is compared row by row; the report is written where the user says. */
  async function workWithModel(served: OpenAiServer): Promise<void> {
    const { page, folder } = workbench;
    served.answer = ({ model, messages }) => (model.startsWith("ft:") && !/card/i.test(messages.at(-1)!.content) ? "FEES" : "CARD_LOST");
    const consent = page.locator(".monaco-dialog-box");
    const pick = (text: string, timeout = 45_000): Promise<void> =>
      page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click({ timeout });
    /** What takes the focus meanwhile, such as a report that is just being shown, closes the list: then once more. */
    const start = (title: string): Promise<void> =>
      eventually(async () => {
        await runCommandTitled(page, title);
        await pick("OpenAI-compatible", 5000);
      });
    const enter = async (title: string, text?: string): Promise<void> => {
      await page.locator(".quick-input-title", { hasText: title }).waitFor();
      if (text !== undefined) await quickInput(page).fill(text);
      await quickInput(page).press("Enter");
    };

    await runCommandTitled(page, "LF Lens: Train End Model");
    await page.locator(".notification-toast", { hasText: "Trained on" }).waitFor({ timeout: 90_000 });

    await start("LF Lens: Evaluate Tuned Model");
    await pick("test");
    await enter("number of rows", "30");
    await enter("prices of the base model");
    await enter("prices of the tuned model", "1:2");
    await consent.getByText(/^Send \d+ prompts to 127\.0\.0\.1/).waitFor();
    await screenshot(page, "tuned-consent");
    await consent.getByRole("button", { name: "Send" }).click();
    await page.locator(".tab", { hasText: "evaluation-test.md" }).waitFor();
    await panel(page).getByRole("heading", { name: "Tuned model against base model" }).waitFor();
    await screenshot(page, "tuned-report");

    await start("LF Lens: Use Tuned Model as Labeling Function");
    await enter("LF name", "tuned");
    await pick("100 rows of the sample");
    await enter("token prices", "1:2");
    await consent.getByText(/^Send 100 prompts to 127\.0\.0\.1/).waitFor();
    await consent.getByRole("button", { name: "Send" }).click();
    await page.locator(".notification-toast", { hasText: "tuned votes on 100 ids" }).waitFor();
    await page.locator(".codelens-decoration", { hasText: "100 rows" }).first().waitFor();
    await screenshot(page, "tuned-lf");

    await runCommandTitled(page, "LF Lens: Open Evaluation");
    const side = panel(page).getByRole("region", { name: "Side by side" });
    await side.locator("vscode-dropdown").first().click();
    await side.getByRole("option", { name: /^Job / }).first().click();
    await side.getByRole("button", { name: "Compare row by row" }).click();
    await side.getByRole("row", { name: /^test 30 / }).waitFor();
    await side.getByRole("row", { name: /^test 30 / }).scrollIntoViewIfNeeded();
    await screenshotInThemes(page, "tuned-side-by-side");

    const report = join(folder, "my report.md");
    await panel(page).getByRole("button", { name: "Export as Markdown" }).click();
    await page.locator(".quick-input-title", { hasText: "Export the evaluation" }).waitFor();
    // The dialog proposes a name a moment after it opens.
    await eventually(async () => assert.match(await quickInput(page).inputValue(), /evaluation-.*\.md$/));
    await quickInput(page).fill(report);
    await quickInput(page).press("Enter");
    await page.locator(".tab", { hasText: "my report.md" }).waitFor();
    const text = readFileSync(report, "utf8");
    assert.match(text, /\| job \S+ \| test \| 30 \|[^]*## Two models row by row\n\nFirst: job \S+ Second: end model of run /);
  }

  it("is agreed to, followed, goes on after a reload with one job at the provider, and its model is put to work", async function () {
    this.timeout(600_000);
    const { page } = workbench;
    const server = await startOpenAi();
    server.script = ["validating_files", "running"];
    await eventually(async () => assert.match(await statusBar(page).innerText(), /covered/));
    await setKey(server.baseUrl);
    await runCommandTitled(page, "LF Lens: Create Fine-Tune Job");
    await answer("Choose a provider", "OpenAI-compatible");
    await answer("Address", server.baseUrl);
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

    await reload(page);
    // A VS Code that is served to a browser forgets its secrets when the page is loaded anew: the job is taken on, and waits for its key.
    // Its panel comes back by itself.
    await panel(page).getByRole("button", { name: "Set API key" }).waitFor({ timeout: 90_000 });
    await panel(page).locator(".job-state", { hasText: "Unknown (running before)" }).waitFor();
    const again = await openSidebar(page);
    await again.filter({ hasText: "unknown (running before)" }).first().waitFor();
    await screenshot(page, "job-after-reload");
    server.script = ["running", "succeeded"];
    await setKey(server.baseUrl);
    await state.filter({ hasText: "Succeeded" }).waitFor();
    await page.locator(".notification-toast", { hasText: "succeeded" }).waitFor();
    await panel(page).getByText("ft:gpt-4o-mini-2024-07-18:org::ftjob-1", { exact: true }).waitFor();
    assert.equal(server.jobs.length, 1);
    await screenshotInThemes(page, "job-succeeded");
    await workWithModel(server);
  });
});
