// A job's panel: where it stands, its loss as a plot and as a table, its events, and what can be done with it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { lossText, thinned } from "../../webview-ui/src/panels/job/jobText";
import { runningJob, succeededJob, waitingJob } from "./jobViews";
import { useJobPanel } from "./openPanel";
import type { Theme } from "./themes";

describe("webview: a fine-tune job", () => {
  const openPanel = useJobPanel();

  it("says where it stands, and draws the loss", async () => {
    const { page } = await openPanel();
    await page.getByRole("heading", { name: "gpt-4o-mini-2024-07-18" }).waitFor();
    assert.equal(await page.locator(".job-state").innerText(), "Running, step 40 of 90");
    const plot = page.getByRole("img", { name: /^Loss by step: training loss 0\.2\d+ at step 40, validation loss 0\.\d+ at step 40\./ });
    await plot.locator("canvas").waitFor();
    const inked = await plot.locator("canvas").evaluate((canvas) => {
      const { width, height, getContext } = canvas as unknown as BrowserCanvas;
      const { data } = getContext.call(canvas, "2d").getImageData(0, 0, width, height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    });
    assert.ok(inked > 500, `${inked} points are drawn`);
    const facts = await page.locator(".job-facts").first().innerText();
    assert.match(facts, /Learning rate multiplier\s+1\.8/);
    assert.match(facts, /Rows not used\s+474 of 1,634 rows: 84 of test, kept for the evaluation; 390 without a label/);
    assert.doesNotMatch(facts, /[0-9a-f]{64}/, "hashes are folded away");
  });

  it("has its names and hashes folded away", async () => {
    const { page } = await openPanel();
    const hash = page.getByText("ab".repeat(32), { exact: true });
    assert.equal(await hash.isVisible(), false);
    await page.getByRole("heading", { name: "Record" }).click();
    await hash.waitFor();
  });

  it("has the same figures in a table", async () => {
    const { page } = await openPanel();
    await page.getByRole("heading", { name: "Figures" }).click();
    const table = page.getByRole("region", { name: "Loss by step" }).getByRole("row");
    assert.equal(await table.count(), 41);
    assert.match(await table.nth(10).innerText(), /^10\s+0\.3\d+\s+0\.4\d+\s/);
    assert.match(await table.nth(11).innerText(), /^11\s+0\.3\d+\s+n\/a/);
  });

  it("draws no curve of a single step", async () => {
    const { page } = await openPanel({ job: { ...runningJob, metrics: runningJob.metrics.slice(0, 1) } });
    await page.locator(".fold", { hasText: "Figures" }).getByText("1 step", { exact: true }).waitFor();
    assert.equal(await page.locator(".plot").count(), 0);
  });

  it("follows what the editor tells, until the end", async () => {
    const { page, editor } = await openPanel();
    editor.tell("job", { job: succeededJob });
    await page.locator(".job-state", { hasText: "Succeeded" }).waitFor();
    await page.getByText("ft:gpt-4o-mini-2024-07-18:org::abc", { exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Cancel job" }).count(), 0);
    editor.tell("job", {});
    await page.getByText("Job not found").waitFor();
  });

  it("does with the job what its buttons say, by keyboard too", async () => {
    const { page, calls } = await openPanel();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Cancel job" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Record" }).click();
    await page.getByRole("button", { name: "Copy the job id" }).click();
    await page.getByRole("button", { name: "Copy the provider's job ID" }).click();
    await page.getByRole("button", { name: "Open as text" }).click();
    await page.getByRole("button", { name: "Show files" }).click();
    assert.deepEqual(calls.slice(1), [
      ["act", "pause"],
      ["act", "cancel"],
      ["copy", runningJob.id],
      ["copy", "ftjob-1"],
      ["showEvents", null],
      ["revealFiles", null],
    ]);
  });

  it("says what it waits for, and offers the way out first", async () => {
    const { page, calls } = await openPanel({ job: waitingJob });
    await page.getByRole("alert").getByText("does not accept the key").waitFor();
    assert.equal(await page.locator(".loss-last").innerText(), "No loss reported yet");
    await page.getByRole("button", { name: "Set API key" }).click();
    assert.deepEqual(calls.at(-1), ["act", "setKey"]);
  });

  it("says why something could not be done", async () => {
    const { page } = await openPanel({ api: { act: () => Promise.reject(new Error("Together AI cannot pause a job.")) } });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Together AI cannot pause a job.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("Together AI cannot pause a job.").waitFor({ state: "detached" });
  });

  it("says that a job is gone", async () => {
    const { page } = await openPanel({ job: undefined });
    await page.getByText("Job not found").waitFor();
  });

  it("shows the newest of very many events, and says so", async () => {
    const log = Array.from({ length: 5000 }, (_, i) => ({ id: String(i), at: i, level: "info" as const, message: `event ${i}` }));
    const { page } = await openPanel({ job: { ...runningJob, log } });
    await page.getByText("the newest 200 of 5,000").waitFor();
    assert.match(await page.locator(".events li").first().innerText(), /event 4999/);
  });

  before(() => mkdirSync("out/screens", { recursive: true }));
  const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
  for (const theme of themes)
    for (const width of [400, 700, 1000, 1400])
      it(`fits ${width} px in the ${theme} theme`, async () => {
        const { page, editor } = await openPanel({ theme, width, height: 1100 });
        const look = async (view: string): Promise<void> => {
          await page.screenshot({ path: `out/screens/job-${view}-${theme}-${width}.png` });
          assert.equal(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"), 0, `${view} scrolls sideways`);
        };
        await page.locator(".plot canvas").waitFor();
        await look("running");
        editor.tell("job", { job: succeededJob });
        await page.getByRole("heading", { name: "Figures" }).click();
        await look("succeeded");
        editor.tell("job", { job: waitingJob });
        await page.getByRole("alert").waitFor();
        await look("waiting");
      });

  it("puts figures into words", () => {
    assert.equal(lossText([]), "no loss reported yet");
    assert.equal(
      lossText([
        { step: 1, trainLoss: 0.5 },
        { step: 2, validLoss: 12345 },
      ]),
      "training loss 0.5000 at step 1, validation loss 1.23e+4 at step 2",
    );
    assert.deepEqual(thinned([1, 2, 3, 4, 5], 3), [1, 3, 5]);
    assert.deepEqual(thinned([1, 2], 3), [1, 2]);
  });
});

/** What is used here of a canvas, which this project's types do not know. */
interface BrowserCanvas {
  readonly width: number;
  readonly height: number;
  readonly getContext: (kind: "2d") => { getImageData(...area: number[]): { readonly data: Uint8ClampedArray } };
}
