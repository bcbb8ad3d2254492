import assert from "node:assert/strict";
import type { ExportFormat, ExportOptions } from "../../../src/core/export/exportOptions";
import type { ProjectSnapshot } from "../../../src/protocol/snapshot";
import { columnChoices, defaultChoices, optionsOf, rowChoices, splitChoices, type ChoiceGroup } from "../../../src/services/export/choices";
import { CUSTOM, presetsFor } from "../../../src/services/export/presets";

const project = {
  root: "/p",
  name: "p",
  phase: "ready",
  labels: ["HAM", "SPAM"],
  columns: { id: "id", text: "text", gold: "gold" },
  problems: [],
  numbers: { sample: { lfs: [] } },
  data: {
    columns: [
      { name: "id", type: "string", nullable: false },
      { name: "text", type: "string", nullable: false },
      { name: "gold", type: "string", nullable: true },
      { name: "sent", type: "date", nullable: true },
    ],
    rows: 5,
    splitRows: { train: 3, dev: 2 },
    goldRows: 2,
    badLines: 0,
    problems: [],
    fingerprint: "",
    rowsFingerprint: "",
    files: [],
    sampleRows: 5,
    sampleGold: 2,
  },
} as unknown as ProjectSnapshot;
const bare: ProjectSnapshot = { ...project, columns: {} };
const idsOf = (groups: readonly ChoiceGroup[]): string => groups.flatMap(({ choices }) => choices.map(({ id }) => id)).join(", ");

describe("choices of an export", () => {
  it("are those that the project's data can meet", () => {
    assert.equal(idsOf(splitChoices(project)), "train, dev");
    assert.equal(idsOf(rowChoices(project)), "labeled, agreed, sure, distinct, resplit");
    assert.equal(idsOf(rowChoices(bare)), "labeled, agreed, sure");
    assert.equal(idsOf(columnChoices(project, "csv")), "probabilities, certainty, votes, gold, goldFirst, texts, column text, column sent");
    assert.equal(idsOf(columnChoices(project, "chat")), "goldFirst, texts");
    assert.equal(idsOf(columnChoices(bare, "chat")), "");
  });

  const none: Partial<ExportOptions> = {
    unlabeled: "keep",
    conflicts: "keep",
    minConfidence: 0,
    dedupe: false,
    gold: "none",
    votes: false,
    probabilities: false,
    certainty: false,
    columns: [],
  };
  const check = (
    what: string,
    rows: readonly string[],
    columns: readonly string[],
    expected: Partial<ExportOptions>,
    format: ExportFormat = "csv",
  ): void => {
    it(what, () => assert.deepEqual(optionsOf(project, { format, preset: CUSTOM, rows, columns }), { ...none, ...expected }));
  };
  check("all splits are no filter", ["train", "dev"], [], {});
  check("no split at all means all", [], [], {});
  check("one split", ["dev"], [], { splits: ["dev"] });
  check("what is left out", ["labeled", "agreed", "sure", "distinct"], [], {
    unlabeled: "drop",
    conflicts: "drop",
    minConfidence: 0.8,
    dedupe: true,
  });
  check("split anew", ["resplit"], [], { resplit: { train: 0.8, dev: 0, test: 0.2 } });
  check("columns", [], ["votes", "gold", "column text"], { votes: true, gold: "beside", columns: ["text"] });
  check("labels by the texts, too", [], ["texts"], { featureAware: true });
  check("gold in the label's place", [], ["gold", "goldFirst"], { gold: "override" });
  check("what was remembered of other data is passed over", ["test", "elsewhere"], ["column old"], {});
  check("a task format takes no columns", [], ["votes", "column text", "goldFirst"], { gold: "override" }, "chat");

  it("by default: every row, soft labels and the text", () =>
    assert.deepEqual(optionsOf(project, defaultChoices(project)), {
      ...{ unlabeled: "keep", probabilities: true, certainty: true, columns: ["text"] },
    }));

  it("have no choice of splits where there is one", () =>
    assert.deepEqual(splitChoices({ ...project, data: { ...project.data!, splitRows: { train: 5 } } }), []));

  it("say of each row choice that it leaves out", () => {
    const [leaveOut] = rowChoices(project);
    assert.ok(leaveOut!.choices.every(({ label }) => label.startsWith("Leave out ")));
  });
});

describe("presets of an export", () => {
  const two = { ...project, numbers: { sample: { lfs: [{}, {}] } } } as unknown as ProjectSnapshot;
  const check = (format: ExportFormat, expected: string): void => {
    it(`fit the format: ${format}`, () => {
      assert.equal(
        presetsFor(two, format)
          .map(({ id }) => id)
          .join(", "),
        expected,
      );
    });
  };
  check("csv", "everything, labeled, sure, review");
  check("huggingface", "everything, labeled, sure");
  check("chat", "examples, sure");

  const optionsOfPreset = (preset: string, format: ExportFormat, from = two): Partial<ExportOptions> =>
    optionsOf(from, { format, preset, rows: ["labeled"], columns: [] });

  it("mean options whatever was picked one by one", () => {
    const soft = { probabilities: true, certainty: true, columns: ["text"] };
    assert.deepEqual(optionsOfPreset("labeled", "csv"), { ...soft, unlabeled: "drop" });
    assert.deepEqual(optionsOfPreset("sure", "csv"), { ...soft, unlabeled: "drop", minConfidence: 0.8 });
    assert.deepEqual(optionsOfPreset("review", "csv"), { ...soft, conflicts: "only", votes: true, gold: "beside" });
    assert.deepEqual(optionsOfPreset("examples", "chat"), { unlabeled: "drop", conflicts: "drop", gold: "override" });
  });

  it("ask nothing of a project that it does not have", () => {
    const poor = { ...bare, numbers: { sample: { lfs: [{}, {}] } } } as unknown as ProjectSnapshot;
    assert.deepEqual(optionsOfPreset("review", "csv", poor).columns, []);
    assert.equal(optionsOfPreset("review", "csv", poor).gold, "none");
    assert.equal(optionsOfPreset("examples", "chat", poor).gold, "none");
  });
});
