import assert from "node:assert/strict";
import { parseTicket } from "../../../src/jobs/ticket";
import {
  defaultJobChoices,
  exampleOptions,
  notUsedText,
  parseSettings,
  promptProblem,
  rowChoices,
  ticketOf,
  type JobChoices,
} from "../../../src/services/jobs/jobChoices";
import { spamProject } from "../../webview/spamProject";

const choices: JobChoices = { ...defaultJobChoices(spamProject), provider: "openai" };

describe("choices for a job", () => {
  it("begin with the task template that exports use", () => {
    assert.match(choices.system, /^Classify the text\. .*: HAM, SPAM/);
    assert.equal(choices.prompt, "{{text}}");
    assert.equal(promptProblem(spamProject, choices), undefined);
  });

  it("refuse a prompt that gives the answer away", () => {
    const gold = spamProject.columns!.gold!;
    assert.match(promptProblem(spamProject, { ...choices, prompt: `{{text}} {{${gold}}}` })!, /give the answer away/);
    assert.match(promptProblem(spamProject, { ...choices, prompt: "{{nothing}}" })!, /no such column/);
  });

  it("take examples from train and dev only, each with a label", () => {
    const options = exampleOptions(spamProject, { ...choices, rows: ["agreed", "sure", "gone"] });
    assert.deepEqual(options.splits, ["train", "dev"]);
    assert.deepEqual([options.unlabeled, options.conflicts, options.minConfidence, options.gold], ["drop", "drop", 0.8, "none"]);
  });

  it("hold a tenth of train out for validation where there is no dev", () => {
    const noDev = { ...spamProject, data: { ...spamProject.data!, splitRows: { train: 100 } } };
    const ids = rowChoices(noDev).flatMap((group) => group.choices.map(({ id }) => id));
    assert.ok(ids.includes("held out"));
    assert.deepEqual(exampleOptions(noDev, defaultJobChoices(noDev)).resplit, { train: 0.9, dev: 0.1, test: 0 });
    assert.equal(exampleOptions(spamProject, { ...choices, rows: ["held out"] }).resplit, undefined);
  });

  it("say why rows are not used", () => {
    const leftOut = { splits: 84, slice: 0, unlabeled: 226, conflicts: 0, others: 1 };
    assert.equal(
      notUsedText({ rows: 1209, written: 898, leftOut }),
      "311 of 1,209 rows: 84 of test, kept for the evaluation; 226 without a label, or with one that is not sure enough; 1 with the text of another row",
    );
    assert.equal(notUsedText({ rows: 5, written: 5, leftOut: { splits: 0, slice: 0, unlabeled: 0, conflicts: 0, others: 0 } }), undefined);
  });

  const check = (text: string, expected: object | RegExp): void => {
    it(`read settings: ${text || "none"}`, () => {
      if (expected instanceof RegExp) assert.throws(() => parseSettings(text), expected);
      else assert.deepEqual(parseSettings(text), expected);
    });
  };
  check("", {});
  check("epochs 3, learningRate=0.0002", { epochs: 3, learningRate: 0.0002 });
  check("epochs auto", { epochs: "auto" });
  check("epochs", /"epochs" is not a valid setting/);
  check("epochs three", /"epochs three" is not a valid setting/);

  it("become a ticket, for each provider with its own", () => {
    const full: JobChoices = {
      ...choices,
      answers: {
        azure: { endpoint: "https://me.openai.azure.com/" },
        command: { command: '["train", "{training}"]' },
        compatible: { baseUrl: "http://127.0.0.1:8000/v1" },
      },
      model: { ...choices.model, command: "/models/base", together: "meta/x" },
      settings: { openai: "epochs 2" },
      price: { openai: " 3.5 ", azure: "", together: "cheap" },
    };
    const ticket = (provider: JobChoices["provider"]): ReturnType<typeof parseTicket> =>
      parseTicket(ticketOf({ ...full, provider }, "/spam", ["/t.jsonl", "/t.dev.jsonl"]));
    assert.deepEqual(ticket("openai").hyperparameters, { epochs: 2 });
    assert.deepEqual(ticket("compatible").provider, { id: "openai", baseUrl: "http://127.0.0.1:8000/v1" });
    assert.deepEqual(ticket("azure").provider, { id: "azure", endpoint: "https://me.openai.azure.com", apiVersion: "2024-10-21" });
    assert.deepEqual(ticket("command").provider, { id: "command", command: ["train", "{training}"], folder: "/spam" });
    assert.equal(ticket("local").baseModel, "end model");
    assert.equal(ticket("command").validation, "/t.dev.jsonl");
    assert.deepEqual([ticket("openai").pricePerMillion, ticket("azure").pricePerMillion], [3.5, undefined]);
    assert.throws(() => ticket("together"), /"cheap" is not a valid price\. Enter US dollars as a number/);
    assert.throws(
      () => ticketOf({ ...full, provider: "command", answers: { command: { command: '["train",' } } }, "/spam", ["/t"]),
      /no JSON list/,
    );
    const plain = ticketOf(
      { ...full, provider: "command", answers: { command: { command: "train {training} [--epochs {epochs}]" } } },
      "/spam",
      ["/t"],
    );
    assert.deepEqual(parseTicket(plain).provider, {
      id: "command",
      command: ["train", "{training}", ["--epochs", "{epochs}"]],
      folder: "/spam",
    });
  });
});
