// LFs that depend on each other: what is said of a pair, and what its buttons open.
import assert from "node:assert/strict";
import type { RowFilter } from "../../src/core/data/rowFilter";
import { usePanel } from "./openPanel";
import { root, snapshotOf, troubledProject } from "./spamProject";

const list = ".dependencies > li";

describe("webview: LFs that depend on each other", () => {
  const openPanel = usePanel();

  it("says what to do about a pair, and opens its rows and its LFs", async () => {
    const { page, calls } = await openPanel({ height: 1400 });
    await page.getByText("50 % of the votes of asksToSubscribe are on rows where hasLink votes too (100 rows)").waitFor();
    const rows: readonly (readonly [button: string, rows: NonNullable<RowFilter["pair"]>["rows"], heading: string])[] = [
      ["Rows where asksToSubscribe and hasLink both vote", "overlap", "100 rows"],
      ["Rows where asksToSubscribe and hasLink disagree", "conflict", "0 rows"],
    ];
    for (const [name, kind, total] of rows) {
      await page.getByTitle(name).click();
      await page.getByRole("heading", { name }).waitFor();
      await page.getByText(total, { exact: true }).waitFor();
      const filter = { pair: { names: ["asksToSubscribe", "hasLink"], rows: kind } };
      assert.deepEqual(
        calls.findLast(([name]) => name === "rows"),
        ["rows", { root, filter, offset: 0, limit: 50 }],
      );
    }
    await page.locator(list).getByRole("button", { name: "hasLink", exact: true }).click();
    assert.deepEqual(calls.at(-1), ["openLf", { root, name: "hasLink" }]);
  });

  it("folds many pairs under their count", async () => {
    const { page } = await openPanel({ snapshot: snapshotOf(troubledProject) });
    await page.getByText("6 pairs").waitFor();
    assert.equal(await page.locator(list).first().isVisible(), false);
    await page.getByRole("heading", { name: "LFs that depend on each other" }).click();
    assert.equal(await page.locator(list).count(), 6);
  });

  it("shows a long list in parts", async () => {
    const pair = troubledProject.dependencies![0]!;
    const dependencies = Array.from({ length: 45 }, (_, at) => ({ ...pair, lfs: ["hasLink", `other${at}`] as const }));
    const { page } = await openPanel({ snapshot: snapshotOf({ dependencies }) });
    await page.getByRole("heading", { name: "LFs that depend on each other" }).click();
    assert.equal(await page.locator(list).count(), 20);
    await page.getByRole("button", { name: "25 more pairs" }).click();
    assert.equal(await page.locator(list).count(), 45);
  });

  it("says when there is none", async () => {
    const { page } = await openPanel({ snapshot: snapshotOf({ dependencies: [] }) });
    await page.getByText("none found").waitFor();
    await page.getByRole("heading", { name: "LFs that depend on each other" }).click();
    await page.getByText("No two LFs vote together more often than the label explains.").waitFor();
  });
});
