// From the example to a model, on this machine alone: a local fine-tune job, the end model, its evaluation, and the clarity matrix by it.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./eventually";
import { countIn, matrixCell, panel, rowsView } from "./panel";
import { openSidebar } from "./sidebar";
import { openExample, quickInput, runCommandTitled, screenshot, screenshotInThemes, statusBar, type Workbench } from "./workbench";

describe("a model made on this machine", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(300_000);
    workbench = await openExample("localJob", "lfs/loans.lf.ts");
    await eventually(async () => assert.match(await statusBar(workbench.page).innerText(), /covered/));
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  async function answer(placeholder: string, text?: string): Promise<void> {
    const input = quickInput(workbench.page, placeholder);
    await input.waitFor();
    if (text !== undefined) await input.fill(text);
    await input.press("Enter");
  }

  it("is a job that is agreed to and succeeds, with its file and figures beside it", async function () {
    this.timeout(300_000);
    const { page, folder } = workbench;
    await runCommandTitled(page, "LF Lens: Create Fine-Tune Job");
    await answer("Choose a provider", "This machine");
    for (const step of ["Settings", "Examples"]) await answer(step);
    const consent = page.locator(".monaco-dialog-box");
    await consent.getByText(/^Train on [\d,]+ examples( and validate on [\d,]+)?\?/).waitFor();
    await screenshot(page, "local-job-consent");
    assert.equal(existsSync(join(folder, ".lf-jobs")), false, "nothing is made before the user has agreed");
    await consent.getByRole("button", { name: "Train", exact: true }).click();

    await panel(page).locator(".job-state").filter({ hasText: "Succeeded" }).waitFor();
    const [id = ""] = readdirSync(join(folder, ".lf-jobs")).filter((name) => existsSync(join(folder, ".lf-jobs", name, "job.json")));
    const files = readdirSync(join(folder, ".lf-jobs", id), { recursive: true, encoding: "utf8" });
    const model = files.find((name) => name.endsWith("model.lfmodel"));
    assert.ok(model && readFileSync(join(folder, ".lf-jobs", id, model)).length > 0, files.join());
    await (await openSidebar(page)).filter({ hasText: "succeeded" }).first().waitFor();
    await screenshotInThemes(workbench.page, "local-job-succeeded");
  });

  it("is the end model, whose evaluation says what it is worth", async function () {
    this.timeout(180_000);
    const { page } = workbench;
    await runCommandTitled(page, "LF Lens: Train End Model");
    const message = page.locator(".notification-toast", { hasText: /Trained on .* right on test \(label model / });
    await message.waitFor();
    await message.getByRole("button", { name: "Open Evaluation" }).click();
    await panel(page).getByRole("heading", { name: "Evaluation" }).first().waitFor();
    await panel(page).locator(".evaluation-figures tr", { hasText: "End model" }).first().waitFor();
    await screenshotInThemes(workbench.page, "local-evaluation");
  });

  it("is the third source of the clarity matrix, of the same gold rows", async function () {
    this.timeout(120_000);
    const { page } = workbench;
    await runCommandTitled(page, "LF Lens: Open Clarity Matrix");
    await matrixCell(page, "Denoised label right", "LFs right").waitFor();
    const silent = await countIn(matrixCell(page, "No denoised label", "LFs silent"));
    assert.ok(silent > 0);
    await panel(page).getByRole("radio", { name: "End model" }).check({ force: true });
    await panel(page)
      .getByText(
        /^The end model was trained on gold: it reproduces \d+ of these \d+ gold rows\. On gold it has not seen, it is \d+\.\d% right/,
      )
      .waitFor();
    // It labels the gold rows on which no LF votes, rightly or not.
    const [rightly, wrong] = ["right", "wrong"].map((verdict) => matrixCell(page, `End model's label ${verdict}`, "LFs silent"));
    assert.equal((await countIn(rightly!)) + (await countIn(wrong!)), silent);
    await rightly!.click();
    await rowsView(page).rows.first().waitFor();
    await screenshot(page, "local-clarity-end-model");
  });
});
