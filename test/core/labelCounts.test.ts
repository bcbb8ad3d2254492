import assert from "node:assert/strict";
import { countLabels } from "../../src/core/statistics/labelCounts";
import { sixBySix } from "./matrices";

it("countLabels counts what one can count by eye, without rows that have no label", () =>
  assert.deepEqual(countLabels(sixBySix.gold, 2), Uint32Array.of(2, 3)));
