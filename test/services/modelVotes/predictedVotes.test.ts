// A trained end model as an LF, through the real engine: its votes judge no gold that has trained it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { goldSplits } from "../../../src/core/endModel/goldSplits";
import { predictedVotes } from "../../../src/services/modelVotes/predictedVotes";
import type { MadeTable } from "../../../src/services/modelVotes/voteTable";
import { reviewFiles } from "../../cli/reviewProject";
import { startTestSession, type TestSession } from "../testSession";

describe("the votes of an end model", function () {
  this.timeout(180_000);
  let test: TestSession;
  beforeEach(async () => {
    test = startTestSession(reviewFiles());
    await test.session.open(test.config);
  });
  afterEach(() => test.close());

  async function votesOf(options: { readonly gold?: "none"; readonly scored?: "dev" }): Promise<MadeTable> {
    const training = test.session.training(test.root);
    const { record } = await training.train(options);
    const goldFrom = goldSplits(record.training.mixture, record.options.scored);
    return predictedVotes(training, { labels: ["GOOD", "BAD"], idColumn: "id", model: record.training.file, goldFrom });
  }

  const idsWithGold = (split: string): string[] =>
    readFileSync(test.path("rows.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; split: string; gold?: string })
      .filter((row) => row.split === split && row.gold !== undefined)
      .map(({ id }) => id);
  const votedOn = ({ table }: MadeTable, ids: readonly string[]): number => ids.filter((id) => table.keys.includes(id)).length;

  it("are none on gold of dev that trained, and stand on test", async () => {
    const made = await votesOf({});
    assert.equal(idsWithGold("dev").length, 60);
    assert.deepEqual([votedOn(made, idsWithGold("dev")), votedOn(made, idsWithGold("test"))], [0, 100]);
    assert.deepEqual([made.table.keys.length, made.seenGold, made.goldFrom], [340, 60, ["train", "dev"]]);
  });

  it("stand on all gold where none trained: LFs alone did, or dev was kept for scoring", async () => {
    const ofLfs = await votesOf({ gold: "none" });
    assert.deepEqual([ofLfs.table.keys.length, ofLfs.seenGold, ofLfs.goldFrom], [400, 0, []]);
    const scoredOnDev = await votesOf({ scored: "dev" });
    assert.deepEqual([votedOn(scoredOnDev, idsWithGold("dev")), scoredOnDev.seenGold], [60, 0]);
  });
});
