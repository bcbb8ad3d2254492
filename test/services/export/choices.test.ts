import assert from "node:assert/strict";
import type { ExportFormat, ExportOptions } from "../../../src/core/export/exportOptions";
import type { ProjectSnapshot } from "../../../src/protocol/snapshot";
import { columnChoices, defaultChoices, optionsOf, rowChoices, type ChoiceGroup } from "../../../src/services/export/choices";

const project = {
  root: "/p",
  name: "p",
  phase: "ready",
  labels: ["HAM", "SPAM"],
  columns: { id: "id", text: "text", gold: "gold" },
  problems: [],
  lfs: [],
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
    assert.equal(idsOf(rowChoices(project)), "train, dev, labeled, agreed, sure, distinct, resplit");
    assert.equal(idsOf(rowChoices(bare)), "train, dev, labeled, agreed, sure");
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
    it(what, () => assert.deepEqual(optionsOf(project, { format, rows, columns }), { ...none, ...expected }));
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
    assert.deepEqual(optionsOf(project, defaultChoices(project)), { ...none, probabilities: true, certainty: true, columns: ["text"] }));
});
