// Fine-tune jobs in the editor: nothing is sent before the user said yes; then the job is followed, also after its project was away.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands, internalCommands } from "../../../src/editor/ids";
import type { LfLensApi } from "../../../src/extension";
import type { JobRecord } from "../../../src/jobs/job";
import type { JobView } from "../../../src/protocol/jobsPanel";
import { defaultJobChoices, type JobChoices } from "../../../src/services/jobs/jobChoices";
import { KEY, startOpenAi, type OpenAiServer } from "../../jobs/servers/openaiServer";
import { newWorld } from "../../jobs/world";
import { eventually } from "../../eventually";
import { problems, project, settled } from "./spam";

const root = vscode.workspace.workspaceFolders!.find(({ name }) => name === "bank-chat")!.uri.fsPath;
const folder = join(root, ".lf-jobs");

const { showErrorMessage, showWarningMessage, showInformationMessage, showInputBox } = vscode.window;

/** Answers modal questions by a button's name, and keeps what was asked. */
function answering(button: string | undefined): string[] {
  const asked: string[] = [];
  const answer = (message: string, options?: vscode.MessageOptions | string): Promise<string | undefined> => {
    if (typeof options !== "object" || !options.modal) return Promise.resolve(undefined);
    asked.push(`${message}\n${options.detail ?? ""}`);
    return Promise.resolve(button);
  };
  Object.assign(vscode.window, { showWarningMessage: answer, showInformationMessage: answer });
  return asked;
}

/** Dismisses error messages at once, and keeps them. */
function collectingErrors(): string[] {
  const errors: string[] = [];
  vscode.window.showErrorMessage = (message: string): Promise<undefined> => {
    errors.push(message);
    return Promise.resolve(undefined);
  };
  return errors;
}

const records = (): JobRecord[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, "job.json")))
        .map((name) => JSON.parse(readFileSync(join(folder, name, "job.json"), "utf8")) as JobRecord)
    : [];

const jobsShown = (): readonly JobView[] => vscode.extensions.getExtension<LfLensApi>("lf-lens.lf-lens")!.exports.jobs();

/** The job that the editor shows of a provider, once it shows that it has succeeded. */
const succeeded = (provider: string): Promise<JobView> =>
  eventually(() => {
    const shown = jobsShown().find((job) => job.root === root && job.provider === provider);
    assert.equal(shown?.state, "succeeded");
    return shown;
  }, 60);

async function choicesFor(server: OpenAiServer, more: Partial<JobChoices> = {}): Promise<JobChoices> {
  const defaults = defaultJobChoices(await project("bank-chat"));
  return {
    ...defaults,
    provider: "compatible",
    answers: { compatible: { baseUrl: server.baseUrl } },
    model: { compatible: "gpt-4o-mini" },
    settings: { compatible: "epochs 2" },
    ...more,
  };
}

const create = async (choices: JobChoices): Promise<unknown> => vscode.commands.executeCommand(commands.createJob, { root, choices });

/** All files below a folder that hold a text, as far as they can be read. */
function filesWith(text: string, below: string): string[] {
  return readdirSync(below, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      try {
        return readFileSync(path).includes(text);
      } catch {
        return false; // gone since it was listed
      }
    });
}

describe("fine-tune jobs", function () {
  this.timeout(120_000);
  let server: OpenAiServer;
  before(() => settled("bank-chat"));
  beforeEach(async () => {
    server = await startOpenAi();
    vscode.window.showInputBox = () => Promise.resolve(KEY);
    await vscode.commands.executeCommand(commands.setKey, { provider: "openai", host: new URL(server.baseUrl).host });
    vscode.window.showInputBox = showInputBox;
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showErrorMessage, showWarningMessage, showInformationMessage, showInputBox });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(folder, { recursive: true, force: true });
  });

  it("send and keep nothing where the user does not agree", async () => {
    const asked = answering(undefined);
    await create(await choicesFor(server));
    assert.equal(asked.length, 1);
    const { host } = new URL(server.baseUrl);
    assert.match(asked[0]!, new RegExp(`^Send [\\d,]+ examples to ${host} and start the job\\?`));
    assert.match(asked[0]!, /Training: [\d,]+ examples, [\d,]+ bytes, .*tokens[^]*Columns: text[^]*Cost: unknown/);
    assert.deepEqual(server.seen, []);
    assert.deepEqual(records(), []);
  });

  it("are followed to success once the user agreed, and no file holds the key", async () => {
    const asked = answering("Send and Start");
    await create(await choicesFor(server));
    await eventually(() => assert.equal(records()[0]?.state, "succeeded"), 60);
    assert.equal(server.jobs.length, 1);
    const [record] = records();
    assert.equal(`${record!.consent.summary}`, asked[0]!.split("\n").slice(1).join("\n"));
    assert.equal(record!.metrics.length, 6);
    assert.ok(server.jobs[0]!.headers.get("authorization")!.includes(KEY));
    const examples = server.files[0]!.text.split("\n");
    assert.match(examples[0]!, /^\{"messages":\[\{"role":"system","content":"Classify the text\./);
    assert.deepEqual([...filesWith(KEY, root), ...filesWith(KEY, process.env["HOME"]!)], []);
  });

  it("have their models measured on gold, once the user agreed to what is sent; the report and the evaluation show it", async () => {
    answering("Send and Start");
    await create(await choicesFor(server));
    const { id } = await succeeded("openai");
    const { labels } = await project("bank-chat");
    server.answer = ({ model }) => (model.startsWith("ft:") ? labels[0]! : "It depends.");
    const evaluate = async (): Promise<unknown> =>
      vscode.commands.executeCommand(commands.evaluateTuned, { root, id, split: "test", rows: 6, choices: {} });
    const report = join(folder, id, "evaluation-test.md");

    answering(undefined);
    await evaluate();
    assert.deepEqual([server.asked.length, existsSync(report)], [0, false]);

    const asked = answering("Send");
    await evaluate();
    assert.match(
      asked[0]!,
      /^Send 12 prompts to 127\.0\.0\.1:\d+\?\n[^]*Gold is not among them\.\nRows: 6 of \d+ rows of test with gold\nColumns: text/,
    );
    assert.equal(server.asked.length, 12);
    assert.match(readFileSync(report, "utf8"), /The base model gives no label on 6 rows, counted as wrong: "It depends\."/);
    await eventually(() =>
      assert.ok(vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes("evaluation-test")))),
    );
    await evaluate();
    assert.deepEqual([asked.length, server.asked.length], [1, 12], "what is known already is neither asked nor agreed to again");
    assert.deepEqual(filesWith(KEY, root), []);
  });

  it("become one more LF once the user agreed to what is sent; a job on this machine sends nothing", async () => {
    answering("Send and Start");
    await create(await choicesFor(server));
    const { id } = await succeeded("openai");
    const { labels } = await project("bank-chat");
    server.answer = () => labels[1]!;
    const use = async (job: string, choices: object): Promise<unknown> =>
      vscode.commands.executeCommand(commands.useTunedAsLf, { root, id: job, choices });
    const models = join(root, "lfs", "models");
    try {
      answering(undefined);
      await use(id, { name: "tuned", rows: 5, price: { input: 1, output: 2 } });
      assert.deepEqual([server.asked.length, existsSync(models)], [0, false]);

      const asked = answering("Send");
      await use(id, { name: "tuned", rows: 5, price: { input: 1, output: 2 } });
      assert.match(
        asked[0]!,
        /^Send 5 prompts to 127\.0\.0\.1:\d+\?\n[^]*Rows: 5 of [\d,]+\nColumns: text\nTuned model: ft:[^]*Cost: at most 0\.01 USD/,
      );
      assert.equal(server.asked.length, 5);
      await eventually(async () => {
        const { lfs } = (await settled("bank-chat")).numbers.sample;
        assert.equal(lfs.find(({ name }) => name === "tuned")?.summary?.votes, 5);
      });
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(models, "tuned.lf.ts"));
      assert.deepEqual(filesWith(KEY, root), []);

      const trains = answering("Train");
      await create(await choicesFor(server, { provider: "local" }));
      assert.match(trains[0]!, /^Train on [\d,]+ examples( and validate on [\d,]+)?\?\nThis machine: nothing leaves this machine\./);
      const local = await succeeded("local");
      await use(local.id, { name: "learnedHere", rows: "all", threshold: 0 });
      await eventually(async () => {
        const { lfs } = (await settled("bank-chat")).numbers.sample;
        assert.ok((lfs.find(({ name }) => name === "learnedHere")?.summary?.votes ?? 0) > 5);
      });
      assert.equal(server.asked.length, 5);
    } finally {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      rmSync(models, { recursive: true, force: true });
      await eventually(async () => assert.ok(!(await settled("bank-chat")).numbers.sample.lfs.some(({ file }) => file.startsWith(models))));
    }
  });

  it("that came with a folder wait until the user has reviewed them and agreed", async () => {
    const world = newWorld();
    const { id } = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const config = join(root, "lf.config.json");
    renameSync(config, `${config}.away`);
    await eventually(async () => assert.rejects(project("bank-chat")));
    cpSync(join(world.folder, "jobs"), folder, { recursive: true });
    renameSync(`${config}.away`, config);
    await settled("bank-chat");
    const shown = (): JobView | undefined => jobsShown().find((job) => job.id === id);
    await eventually(() => assert.equal(shown()?.stateText, "pending, not agreed to on this machine"));
    assert.deepEqual(shown()!.actions, ["agree", "remove"]);
    const review = async (): Promise<unknown> => vscode.commands.executeCommand(internalCommands.agreeToJob, { root, id });

    const asked = answering(undefined);
    await review();
    const { host } = new URL(server.baseUrl);
    assert.match(asked.join(), new RegExp(`^Agree to job ${id}\\?\\n[^]*${host}[^]*12 examples`));
    assert.deepEqual([shown()!.notAgreed, server.seen], [true, []]);

    answering("Agree and Send");
    await review();
    await eventually(() => assert.equal(shown()?.state, "succeeded"), 60);
    assert.deepEqual([shown()!.notAgreed, server.jobs.length], [undefined, 1]);
  });

  it("have their problems marked at their lines, and are not made", async () => {
    const asked = answering("Send and Start");
    const errors = collectingErrors();
    await create(await choicesFor(server, { settings: { compatible: "epochs 99" } }));
    assert.match(errors.join(), /^No job was created and nothing was sent: epochs is 99/);
    const marked = await eventually(() => {
      const all = vscode.languages.getDiagnostics().filter(([uri]) => uri.fsPath.includes("examples"));
      assert.ok(all.length > 0);
      return problems(all[0]![0].fsPath);
    });
    assert.match(marked.join("\n"), /Error 1: epochs is 99: .* takes 1 to 50/);
    assert.deepEqual([asked, server.seen, records()], [[], [], []]);
  });

  it("refuse a retired service with its reason and date", async () => {
    const asked = answering("Send and Start");
    const errors = collectingErrors();
    await create(await choicesFor(server, { provider: "cohere" }));
    assert.match(errors.join(), /Cohere no longer accepts jobs\. .*15 September 2025/);
    assert.deepEqual(asked, []);
  });

  it("go on when their project comes back in mid-job, and no second job is made", async () => {
    server.script = ["running"];
    answering("Send and Start");
    await create(await choicesFor(server));
    await eventually(() => assert.equal(records()[0]?.state, "running"));
    const config = join(root, "lf.config.json");
    renameSync(config, `${config}.away`);
    await eventually(async () => {
      await assert.rejects(project("bank-chat"));
    });
    const looks = server.seen.length;
    server.script = ["running", "succeeded"];
    renameSync(`${config}.away`, config);
    await eventually(() => assert.equal(records()[0]?.state, "succeeded"), 60);
    assert.ok(server.seen.length > looks);
    assert.equal(server.jobs.length, 1);
    await settled("bank-chat");
  });
});
