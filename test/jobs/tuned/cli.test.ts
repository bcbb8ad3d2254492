import assert from "node:assert/strict";
import type { TunedEvaluation } from "../../../src/protocol/tunedModel";
import { KEY } from "../servers/openaiServer";
import type { World } from "../world";
import { finetune, writeProject, type Outcome } from "./finetuneCli";
import { tunedJob } from "./tunedWorld";

const evaluate = (world: World, id: string, words: readonly string[], key?: string): Promise<Outcome> =>
  finetune("evaluate", world, id, words, key);

describe("lf-lens finetune evaluate", function () {
  this.timeout(60_000);

  it("sends nothing without --yes; then measures both models on the project's gold, and needs no yes for what it has", async () => {
    const { world, server, job } = await tunedJob();
    writeProject(world);
    const asked = await evaluate(world, job.id, []);
    assert.equal(asked.code, 1, asked.err);
    assert.match(asked.out, /Rows: 10 of 10 rows of test with gold\nColumns: text\nBase model: gpt-4o-mini, 10 requests/);
    assert.match(asked.err, /Use --base-price and --tuned-price if you know the prices\.\n/);
    assert.match(asked.err, /Nothing was sent\. Add --yes to send exactly this\./);
    const json = JSON.parse((await evaluate(world, job.id, ["--json"])).out) as { sent: boolean; summary: string };
    assert.deepEqual([json.sent, `${json.summary}\n`], [false, asked.out]);
    assert.deepEqual(server.seen, []);

    const few = await evaluate(world, job.id, ["--rows", "4", "--yes", "--json"]);
    assert.equal(few.code, 0, few.err);
    const { rows, goldRows } = JSON.parse(few.out) as TunedEvaluation;
    assert.deepEqual([rows, goldRows, server.asked.length], [4, 10, 8]);

    const sent = await evaluate(world, job.id, ["--yes", "--base-price", "1:10"]);
    assert.equal(sent.code, 0, sent.err);
    assert.equal(server.asked.length, 20);
    assert.match(sent.out, /base model +gpt-4o-mini +10 +50\.0% +23\.7% - 76\.3% +0\.\d+ +0 +1 +220 +0\.0004 USD/);
    assert.match(sent.out, /tuned model +ft:gpt-4o-mini:org::ftjob-1 +10 +80\.0% .* unknown/);
    assert.match(
      sent.out,
      /gets 4 rows right that the base model gets wrong, and 1 wrong that it gets right \(McNemar's exact test: p = 0\.375\)/,
    );
    assert.match(sent.out, /The base model left 1 row unanswered, counted as wrong\. Row t2: I cannot help with that\.\n/);
    assert.match(sent.out, /row t4: gold HAM, base "HAM", tuned "SPAM"/);

    const again = await evaluate(world, job.id, ["--json"], "sk-no-key-is-needed");
    assert.equal(again.code, 0, again.err);
    assert.equal((JSON.parse(again.out) as TunedEvaluation).tuned.figures.accuracy, 0.8);
    assert.equal(server.asked.length, 20);
    for (const { out, err } of [asked, sent, again]) assert.ok(!`${out}${err}`.includes(KEY));
  });

  it("says what is wrong with the project, the split or the words", async () => {
    const { world, job } = await tunedJob();
    assert.match((await evaluate(world, job.id, [])).err, /There is no lf\.config\.json in .*Give the project folder/);
    writeProject(world);
    const without = await evaluate(world, job.id, ["--split", "train"]);
    assert.deepEqual([without.code, /No row of train has gold/.test(without.err)], [1, true]);
    assert.equal((await evaluate(world, job.id, ["--base-price", "cheap"])).code, 2);
    assert.match((await evaluate(world, "nothing", [])).err, /There is no job "nothing" here/);
    const wrongKey = await evaluate(world, job.id, ["--yes"], "sk-wrong-wrong-wrong");
    assert.equal(wrongKey.code, 1);
    assert.match(
      wrongKey.err,
      /answered 401: Incorrect API key provided: Bearer \[key\]\. Check the key and whether it may ask this model/,
    );
  });
});
