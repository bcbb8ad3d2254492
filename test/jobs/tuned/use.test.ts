// A tuned model becomes one more LF of a project: asked once about each row, after a yes, with its votes in a file.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askForVotes } from "../../../src/jobs/tuned/askForVotes";
import { planVotes, type VoteRows } from "../../../src/jobs/tuned/planVotes";
import { KEY } from "../servers/openaiServer";
import { lfLens } from "../../cli/lfLens";
import { newWorld } from "../world";
import { finetune, runFinetune, writeProject } from "./finetuneCli";
import { gold, tunedJob } from "./tunedWorld";

const rows: VoteRows = { ...gold, idColumn: "id", dataRows: 12 };

interface Report {
  readonly name: string;
  readonly file: string;
  readonly votes: number;
  readonly asked: number;
  readonly noLabel: { readonly rows: number };
  readonly unanswered: { readonly rows: number };
}

describe("votes of a tuned model", () => {
  it("say what would be sent, to whom and at what cost, and are asked for only with a yes to that", async () => {
    const { world, server, job } = await tunedJob();
    const plan = await planVotes(job.id, rows, { price: { input: 1000, output: 1000 } }, world.tools);
    assert.match(
      plan.summary.text,
      /are sent to 127\.0\.0\.1:\d+\. Gold is not among them\.\nRows: 10 of 12\nColumns: text\nTuned model: ft:gpt-4o-mini:org::ftjob-1, 10 requests, 2\d\d tokens sent, at most 160 answered\nCost: at most 0\.\d\d USD \(the price that you gave\)$/,
    );
    const other = await planVotes(job.id, { ...rows, rows: rows.rows.slice(1) }, {}, world.tools);
    await assert.rejects(askForVotes(plan, other.summary.hash, world.tools), /not what was agreed to/);
    assert.deepEqual(server.seen, []);
  });

  it("are one a row; what is no label or has no answer is none, and is counted", async () => {
    const { world, server, job } = await tunedJob();
    server.fault = ({ body }) =>
      /number 8"/.test(body.toString())
        ? { status: 400, body: { error: { message: "Filtered.", type: "e", code: "content_filter", param: null } } }
        : undefined;
    const plan = await planVotes(job.id, rows, {}, world.tools);
    const { votes, noLabel, unanswered, tokens } = await askForVotes(plan, plan.summary.hash, world.tools);
    assert.deepEqual(
      votes.map(({ label }) => label),
      ["HAM", "SPAM", "HAM", null, "SPAM", "SPAM", "HAM", "SPAM", null, "SPAM"],
    );
    assert.deepEqual([noLabel.rows, unanswered.first.map(({ id }) => id)], [1, ["t8"]]);
    // What a request costs that was refused, nobody says.
    assert.equal(tokens, null);
  });

  it("wait out 429, end when told to, and ask only what is missing the next time", async () => {
    const { world, server, job } = await tunedJob();
    let limited = 1;
    server.fault = () =>
      limited-- > 0
        ? { status: 429, headers: { "retry-after": "9" }, body: { error: { message: "Slow.", type: "e", code: null, param: null } } }
        : undefined;
    const stop = new AbortController();
    const first = await planVotes(job.id, rows, {}, world.tools);
    const hooks = { signal: stop.signal, onProgress: (done: number): void => (done === 3 ? stop.abort(new Error("Enough.")) : undefined) };
    await assert.rejects(askForVotes(first, first.summary.hash, world.tools, hooks), /Enough\./);
    assert.ok(world.tools.clock.slept.includes(9000));
    const rest = await planVotes(job.id, rows, {}, world.tools);
    assert.ok(rest.open > 0 && rest.open <= 7, String(rest.open));
    const before = server.asked.length;
    await askForVotes(rest, rest.summary.hash, world.tools);
    assert.equal(server.asked.length - before, rest.open);
  });

  it("are paid for once by two who planned them at the same time", async () => {
    const { world, server, job } = await tunedJob();
    const plans = [await planVotes(job.id, rows, {}, world.tools), await planVotes(job.id, rows, {}, world.tools)];
    for (const plan of plans) await askForVotes(plan, plan.summary.hash, world.tools);
    assert.equal(server.asked.length, 10);
  });
});

describe("lf-lens finetune use", function () {
  this.timeout(120_000);

  it("asks after --yes, writes an LF that votes, and asks nothing again for more rows of the same", async () => {
    const { world, server, job } = await tunedJob();
    writeProject(world);
    const use = (...words: string[]): ReturnType<typeof finetune> => finetune("use", world, job.id, words);
    const asked = await use("--all");
    assert.equal(asked.code, 1, asked.err);
    assert.match(asked.out, /Rows: 12 of 12\nColumns: text\nTuned model: ft:\S+, 12 requests/);
    assert.match(asked.err, /Use --price if you know the price\.\nNothing was sent\. Add --yes to send exactly this\./);
    assert.deepEqual([server.seen, existsSync(join(world.folder, "models"))], [[], false]);

    const sample = await use("--name", "tuned", "--yes", "--json");
    assert.equal(sample.code, 0, sample.err);
    assert.deepEqual([server.asked.length, (JSON.parse(sample.out) as Report).asked], [1, 1], "the sample leaves test out");

    const all = await use("--name", "tuned", "--all", "--yes");
    assert.equal(all.code, 0, all.err);
    assert.equal(server.asked.length, 12);
    assert.match(
      all.out,
      /tuned votes on 11 ids, out of 12 rows sent to the model\.\nIt abstains on 1 row whose answer is not a label\.\nIts votes were updated; the LF file is unchanged\.\n.*tuned\.lf\.ts/,
    );
    const run = lfLens("run", world.folder, "--split", "all", "--json");
    const { lfs } = JSON.parse(run.stdout) as { lfs: { name: string; coverage: { count: number } }[] };
    assert.deepEqual(
      lfs.map(({ name }) => name),
      ["tuned"],
      run.stderr,
    );
    const table = readFileSync(join(world.folder, "models", "tuned.votes.json"), "utf8");
    const { file, rows } = JSON.parse(table) as { file: string; rows: number };
    assert.equal(rows, 12, "11 votes, and a row whose answer is not a label");
    assert.ok(existsSync(join(world.folder, file)), file);
    assert.ok(!`${world.allText()}${asked.out}${all.out}${all.err}`.includes(KEY));
  });

  it("asks nothing where the name is another LF's, or another model's", async () => {
    const { world, server, job } = await tunedJob();
    writeProject(world);
    const lfs = join(world.folder, "models");
    mkdirSync(lfs);
    writeFileSync(
      join(lfs, "mine.lf.ts"),
      `import { lf } from "lf-lens";\nexport const mine = lf(() => null);\nexport const other = mine;\n`,
    );
    writeFileSync(
      join(lfs, "theirs.lf.ts"),
      `// Votes of m, the tuned model of job 2026-x (2026-01-01).\nimport table from "./theirs.votes.json";\n`,
    );
    for (const [name, problem] of [
      ["mine", /is not an LF with model votes/],
      ["other", /There is already an LF named "other": .*mine\.lf\.ts/],
      ["theirs", /has the votes of job 2026-x\. Choose another name/],
      ["interface", /a reserved word/],
    ] as const) {
      const { code, err } = await finetune("use", world, job.id, ["--all", "--yes", "--name", name]);
      assert.match(err, problem);
      assert.notEqual(code, 0);
    }
    assert.deepEqual([server.seen, readdirSync(lfs)], [[], ["mine.lf.ts", "theirs.lf.ts"]]);
  });

  it("abstains where an id stands for rows with different labels", async () => {
    const { world, job } = await tunedJob();
    writeProject(world);
    appendFileSync(join(world.folder, "data", "test.jsonl"), `${JSON.stringify({ id: "t0", text: "number 1", class: null })}\n`);
    const { out, err } = await finetune("use", world, job.id, ["--all", "--yes"]);
    assert.match(out, /1 id belongs to rows with different labels, so it abstains there\./, err);
  });

  it("takes the model of a job on this machine without asking anybody", async () => {
    const world = newWorld();
    writeProject(world);
    const training = ["--train", join(world.folder, "training.jsonl")];
    const made = await runFinetune(world, ["create", ...training, "--suffix", "my first-one", "--yes", "--json"]);
    const { id, state } = JSON.parse(made.out) as { id: string; state: string };
    assert.equal(state, "succeeded", made.err);
    const { code, out, err } = await finetune("use", world, id, ["--threshold", "0", "--json"]);
    assert.equal(code, 0, err);
    const { name, votes } = JSON.parse(out) as Report;
    assert.deepEqual([name, votes], ["myFirstOne", 12]);
  });

  it("says what is wrong with the project, the job or the words", async () => {
    const { world, server, job } = await tunedJob();
    const use = (...words: string[]): ReturnType<typeof finetune> => finetune("use", world, job.id, words);
    assert.match((await use()).err, /There is no lf\.config\.json in .*Give the project folder/);
    writeProject(world, { columns: { text: "text" } });
    assert.match((await use()).err, /has no id column\. Add one/);
    writeProject(world, { functions: ["mine.lf.ts"] });
    assert.match((await use("--yes")).err, /Add "models\/\*\.lf\.ts" to it/);
    assert.deepEqual(server.seen, []);
    assert.match((await use("--name", "my model")).err, /Use letters, digits and _/);
    const fresh = newWorld();
    const unsent = await fresh.add({ provider: { id: "openai", baseUrl: "http://127.0.0.1:9" } });
    writeProject(fresh);
    assert.match((await finetune("use", fresh, unsent.id, [])).err, /has no tuned model: its state is pending/);
  });
});
