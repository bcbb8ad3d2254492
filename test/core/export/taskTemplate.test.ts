import assert from "node:assert/strict";
import { renderExample, templateColumns, templateProblem, type TaskTemplate } from "../../../src/core/export/taskTemplate";
import { taskRecord } from "../../../src/core/export/taskRecord";

const template: TaskTemplate = {
  system: "You sort mail for {{ bank }}.",
  prompt: "Subject: {{subject}}\n{{text}}",
  completion: "{{label}}",
  answers: { SPAM: "This is spam." },
};
const row = { bank: "Bank A", subject: null, text: 'He said "hi" {{label}}', tags: ["a", 1] };

describe("task templates", () => {
  it("fill in cells; null is empty text, nested cells are JSON, and cells are not templates themselves", () => {
    assert.deepEqual(renderExample(template, row, "HAM"), {
      system: "You sort mail for Bank A.",
      prompt: 'Subject: \nHe said "hi" {{label}}',
      completion: "HAM",
    });
    assert.equal(renderExample({ ...template, prompt: "{{tags}}" }, row, "HAM").prompt, '["a",1]');
    assert.equal(renderExample(template, row, "SPAM").completion, "This is spam.");
  });

  it("know the columns they need", () => assert.deepEqual(templateColumns(template), ["bank", "subject", "text"]));

  const check = (what: string, change: Partial<TaskTemplate>, expected: RegExp | undefined): Mocha.Test =>
    it(what, () => {
      const problem = templateProblem({ ...template, ...change }, ["bank", "subject", "text", "truth"], "truth");
      if (expected) assert.match(problem ?? "nothing", expected);
      else assert.equal(problem, undefined);
    });
  check("can be used", {}, undefined);
  check("a column that the data lacks", { prompt: "{{txt}}" }, /\{\{txt\}\}, but the data has no such column; it has bank, subject/);
  check("the label in the prompt", { prompt: "{{text}} {{label}}" }, /\{\{label\}\} .* give the answer away/);
  check("gold in the prompt", { system: "{{truth}}" }, /\{\{truth\}\} .* give the answer away/);
  check("a prompt without a column", { prompt: "Which label?" }, /names no column/);
  check("a completion without the label", { completion: "{{text}}" }, /must contain \{\{label\}\}/);

  it("stand on a line in the shape that each service takes", () => {
    const example = { system: "S", prompt: "P", completion: "C" };
    assert.deepEqual(taskRecord("chat", example), {
      messages: [
        { role: "system", content: "S" },
        { role: "user", content: "P" },
        { role: "assistant", content: "C" },
      ],
    });
    assert.deepEqual(taskRecord("prompt", example), { prompt: "S\n\nP", completion: "C" });
    assert.deepEqual(taskRecord("contents", example), {
      systemInstruction: { role: "system", parts: [{ text: "S" }] },
      contents: [
        { role: "user", parts: [{ text: "P" }] },
        { role: "model", parts: [{ text: "C" }] },
      ],
    });
    const bare = { ...example, system: "" };
    assert.deepEqual(
      (["chat", "prompt", "contents"] as const).map((format) => JSON.stringify(taskRecord(format, bare)).includes("system")),
      [false, false, false],
    );
  });
});
