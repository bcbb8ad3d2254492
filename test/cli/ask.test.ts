// `lf-lens ask`: says what it would send, sends it after a yes, and pays for nothing twice, even when it is killed.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../eventually";
import { startChat, textOf, type ChatServer } from "../llm/chatServer";
import { cli, makeProject, removeProjects } from "./lfLens";
import { reviewFiles } from "./reviewProject";

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const KEY = "sk-test-0123456789abcdef";

describe("lf-lens ask", () => {
  let server: ChatServer;
  let folder: string;
  beforeEach(async () => {
    server = await startChat();
    server.answer = (text) => (/great|splendid|lovely|charming/.test(text) ? "good" : "bad");
    folder = makeProject(filesFor({ local: { baseUrl: server.baseUrl, model: "smol" } }));
  });
  afterEach(removeProjects);

  function filesFor(endpoints: object): Record<string, string> {
    const files = reviewFiles();
    const config = JSON.parse(files["lf.config.json"]!) as object;
    return {
      ...files,
      "lf.config.json": JSON.stringify({ ...config, endpoints }),
      "prompt.lf.ts": `import { prompt } from "lf-lens";
export const asks = prompt({ endpoint: "local", template: "Good or bad? {{text}}", labels: { good: "GOOD", bad: "BAD" } });
`,
    };
  }
  function start(words: readonly string[]): ChildProcess {
    const { PATH = "", HOME = "" } = process.env;
    return spawn(process.execPath, [cli, ...words], { env: { PATH, HOME, XDG_STATE_HOME: join(folder, "state") } });
  }
  async function lfLens(...words: string[]): Promise<Outcome> {
    const child = start(words);
    let [out, err] = ["", ""];
    child.stdout!.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr!.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, out, err };
  }
  const json = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { out, err, code } = await lfLens(...words);
    assert.ok(out.startsWith("{"), `${code} ${out}${err}`);
    return JSON.parse(out) as Record<string, unknown>;
  };

  it("says what it would send, and sends nothing without --yes", async () => {
    const said = await lfLens("ask", folder);
    assert.deepEqual([said.code, server.seen], [0, []]);
    assert.match(said.out, /local: 200 questions to smol at http:\/\/127\.0\.0\.1:\d+\/v1, on this machine; about [\d,]+ tokens sent/);
    assert.match(said.out, /asks: 200 rows to ask local about\. Columns sent: text\. Gold is not among them\.\nCost: at most 0\.00 USD/);
    assert.match(said.err, /Nothing was sent\. Add --yes/);
    const { summary, estimate, ...report } = await json("ask", folder, "--rows", "all", "--json");
    assert.deepEqual(report, {
      ...{ sent: false, asked: 0, fromCache: 0, failed: 0, tokens: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
      lfs: [{ name: "asks", rows: 400, answered: 0 }],
    });
    assert.equal((estimate as { questions: number }).questions, 400);
    assert.match(String(summary), /400 questions/);
    assert.deepEqual(server.seen, []);
  });

  it("asks, and run counts what was asked; more rows ask for more only", async () => {
    const { summary: _, ...first } = await json("ask", folder, "--yes", "--rows", "40", "--json");
    assert.deepEqual(first, {
      ...{ sent: true, asked: 40, fromCache: 0, failed: 0, tokens: 4080, inputTokens: 4000, outputTokens: 80, costUsd: 0 },
      lfs: [{ name: "asks", rows: 40, answered: 40 }],
    });
    const rows = readFileSync(join(folder, "rows.jsonl"), "utf8").trim().split("\n");
    const gold = server.paid.filter((chat) => rows.some((row) => row.includes('"gold"') && row.includes(textOf(chat).slice(13)))).length;
    // No LFs differ: two rows with gold take turns with one that no LF votes on.
    assert.equal(gold, 27);
    const report = await json("run", folder, "--json");
    const asks = (report["lfs"] as Record<string, unknown>[]).find(({ name }) => name === "asks")!;
    assert.deepEqual([asks["votes"], asks["notAsked"], asks["answered"], asks["noLabel"]], [40, 260, 40, 0]);
    assert.match((await lfLens("run", folder)).out, /asks: asked 40 of 300 rows\./);
    const second = await json("ask", folder, "--yes", "--rows", "60", "--json", "--lf", "asks");
    assert.deepEqual([second["asked"], second["fromCache"], server.paid.length], [20, 40, 60]);
    const out = join(folder, "labels.jsonl");
    const label = await lfLens("label", folder, "--out", out);
    assert.match(label.err, /asks abstains on 340 rows that its model has not been asked about/);
    assert.equal(server.paid.length, 60);
    assert.deepEqual((JSON.parse(readFileSync(`${out}.manifest.json`, "utf8")) as { notAsked: unknown }).notAsked, [
      { lf: "asks", rows: 340 },
    ]);
  });

  it("pays for nothing twice when it is killed in the middle", async () => {
    let killed: Promise<unknown> | undefined;
    server.answer = async () => {
      if (server.paid.length < 50 || killed) return "good";
      killed = once(child, "close");
      child.kill("SIGKILL");
      await killed;
      return "good";
    };
    const child = start(["ask", folder, "--yes", "--rows", "all"]);
    await once(child, "close");
    await killed;
    await eventually(() => assert.equal(server.paid.length, server.seen.length));
    const answers = readdirSync(join(folder, "state/lf-lens/answers")).find((name) => name.endsWith(".jsonl"))!;
    const kept = readFileSync(join(folder, "state/lf-lens/answers", answers), "utf8")
      .split("\n")
      .filter(Boolean).length;
    // Whose reply was on its way when it was killed: at most one for each request at the same time.
    const before = server.paid.length;
    assert.ok(kept >= 47 && kept <= before, `${kept} of ${before}`);
    const report = await json("ask", folder, "--yes", "--rows", "all", "--json");
    assert.deepEqual([report["asked"], report["fromCache"], report["failed"]], [400 - kept, kept, 0]);
    assert.equal(server.paid.length, before + 400 - kept);
  });

  it("exits 1 and says why where questions stay open, and does not tell the key", async () => {
    server = await startChat("another");
    const remote = makeProject(filesFor({ local: { baseUrl: server.baseUrl, model: "smol" } }));
    const refused = await lfLens("ask", remote, "--yes");
    assert.equal(refused.code, 1);
    assert.match(refused.err, /local answered 401: Incorrect API key provided\. Check the key/);
    const cloud = makeProject(filesFor({ local: { baseUrl: "https://models.example.com/v1", model: "big" } }));
    const said = await lfLens("ask", cloud);
    assert.match(said.out, /200 questions to big at models\.example\.com; .*\n.*\nCost: unknown\. Give the endpoint a "price"/);
    const keyless = await lfLens("ask", cloud, "--yes");
    assert.deepEqual([keyless.code, keyless.err.includes(KEY)], [1, false]);
    assert.match(keyless.err, /There is no key for models\.example\.com/);
    const none = await lfLens("ask", folder, "--lf", "great");
    assert.match(none.err, /great asks no model about these rows/);
  });
});
