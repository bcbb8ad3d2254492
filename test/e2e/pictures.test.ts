// The pictures of the walkthrough and of README.md, made from the product. They go to out/pictures; `npm run pictures` puts them into media/walkthrough.
import { cpSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { quietSettings } from "../vscode/settings";
import { panel } from "./panel";
import { chooseTheme, openWorkbench, quickInput, runCommandTitled, screenshot, type Workbench } from "./workbench";

const root = resolve(__dirname, "../..");
const themes = [
  ["light", "Light Modern", "vs"],
  ["dark", "Dark Modern", "vs-dark"],
] as const;

describe("pictures", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(300_000);
    const settings = {
      ...quietSettings,
      "editor.minimap.enabled": false,
      "workbench.reduceMotion": "on",
      "workbench.activityBar.location": "hidden",
      "workbench.statusBar.visible": true,
    };
    const fill = (profile: string): string => {
      const folder = join(profile, "bank-chat");
      cpSync(join(root, "examples/bank-chat"), folder, { recursive: true, filter: (path) => !path.includes(".lf-lens") });
      return folder;
    };
    workbench = await openWorkbench({ name: "pictures", fill, file: "lfs/loans.lf.ts", settings });
    await workbench.page.setViewportSize({ width: 960, height: 540 });
    await runCommandTitled(workbench.page, "View: Close Primary Side Bar").catch(() => undefined);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  /** The same in each theme: choosing one takes what is open away. */
  const take = async (name: string, show: (page: Page) => Promise<void>): Promise<void> => {
    const { page } = workbench;
    const folder = join(root, process.env["LF_LENS_PICTURES"] ?? "out/pictures");
    mkdirSync(folder, { recursive: true });
    for (const [theme, label, base] of themes) {
      await chooseTheme(page, label, base);
      await show(page);
      await page.locator(".notification-toast").waitFor({ state: "detached" });
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
      await page.keyboard.press("Escape");
    }
  };

  it("of LFs with their numbers", () =>
    take("write", async (page) => {
      await page.locator(".codelens-decoration", { hasText: "rows (" }).first().waitFor();
      // TypeScript reads the generated types a little later than they are written.
      await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    }));

  it("of the proposal of a column", () =>
    take("create", async (page) => {
      await runCommandTitled(page, "LF Lens: Create Project");
      await quickInput(page, "File with your rows").waitFor();
      await page.keyboard.press("Enter");
      await quickInput(page, "Which column is labeled").waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "filled on" }).first().waitFor();
    }));

  it("of the formats of an export", () =>
    take("export", async (page) => {
      await runCommandTitled(page, "LF Lens: Export Denoised Labels");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Parquet" }).first().waitFor();
    }));

  it("of the clarity matrix", async () => {
    await runCommandTitled(workbench.page, "LF Lens: Open Clarity Matrix");
    await take("look", (page) => panel(page).locator(".matrix-number").first().waitFor());
  });
});
