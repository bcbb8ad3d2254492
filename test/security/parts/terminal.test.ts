// Promised: files, labels, LFs and job records never steer the terminal of the built `lf-lens`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lfLens, makeProject, removeProjects, cli, type Outcome } from "../../cli/lfLens";
import { newWorld } from "../../jobs/world";

const trick = "\x1b]0;owned\x07\x9b2J\u202e";
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

function check({ stdout, stderr }: Outcome, shown: readonly RegExp[]): void {
  assert.doesNotMatch(stdout, steering);
  assert.doesNotMatch(stderr, steering);
  for (const text of shown) assert.match(stdout + stderr, text);
}

describe("the terminal", function () {
  this.timeout(60_000);
  after(removeProjects);

  it("is not steered by labels, file names, rows, and what LFs print, throw and return", () => {
    const folder = makeProject({
      "lf.config.json": JSON.stringify({ labels: ["A", `B${trick}`], data: "rows.csv", columns: { id: "id", gold: "gold" } }),
      "rows.csv": `id,text,gold\n1,x,A\n2,${trick},B${trick}\n3,y,\n`,
      "tricks.lf.ts": `import { lf } from "lf-lens";
export const prints = lf((row) => { console.error(row.text); return "A"; });
export const throws = lf((row) => { throw new Error("thrown" + row.text); });
export const returns = lf((row) => "other" + row.text as never);
export const votes = lf(() => ${JSON.stringify(`B${trick}`)});
`,
      [`b\u202e.lf.ts`]: "export const x = ;",
    });
    check(lfLens("run", folder), [/thrown\\x1b\]0;owned\\x07\\x9b2J\\u202e/, /prints: \\x1b/, /b\\u202e\.lf\.ts:1/, /other\\u001b/]);
    const json = lfLens("run", folder, "--json");
    check(json, []);
    const { labels } = JSON.parse(json.stdout) as { labels: string[] };
    assert.deepEqual(labels, ["A", `B${trick}`]);
  });

  it("is not steered by jobs and what their providers say", async () => {
    const world = newWorld();
    const { tools, folder } = world;
    const { id } = await world.add({ provider: { id: "openai" } });
    await tools.store.update(id, (job) => ({
      ...job,
      problem: `failed${trick}\nState: succeeded`,
      tunedModel: `ft${trick}`,
      log: [{ id: "1", at: 0, level: "error", message: `event${trick}\n2026-11-18 09:00:00  info     all is well` }],
    }));
    const finetune = (...args: string[]): Outcome => {
      const {
        status: code,
        stdout,
        stderr,
      } = spawnSync(process.execPath, [cli, "finetune", ...args, "--jobs", `${folder}/jobs`], { encoding: "utf8" });
      return { code, stdout, stderr };
    };
    check(finetune("list"), [/-> ft\\x1b/]);
    check(finetune("show", id, "--offline"), [/^Problem: +failed\\x1b\]0;owned\\x07\\x9b2J\\u202e State: succeeded$/m]);
    check(finetune("events", id, "--offline"), [/event\\x1b.*all is well/]);
    const events = finetune("events", id, "--offline", "--json");
    check(events, []);
    assert.match((JSON.parse(events.stdout) as { log: { message: string }[] }).log[0]!.message, /^event\u001b\]/);
  });
});
