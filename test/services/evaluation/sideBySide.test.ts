// Any two models of any two runs: differences with intervals, the rows that change, and what cannot be compared.
import assert from "node:assert/strict";
import type { FigureDifference, ModelName } from "../../../src/protocol/evaluationPanel";
import { sideBySide } from "../../../src/services/evaluation/sideBySide";
import { olderRun, run } from "./trainingRun";

const runs = [run, olderRun];
const model = (source: string, of = run): ModelName => ({ run: of.id, source });
const accuracyOf = (first: ModelName, second: ModelName, covered = false): FigureDifference =>
  sideBySide(runs, first, second, covered).splits.find(({ split }) => split === "test")!.figures[0]!;

describe("side by side", () => {
  it("says how far two models are apart, second minus first, with an interval", () => {
    // 320 and 368 of 400 rows.
    const { first, second, difference, interval } = accuracyOf(model("majority"), model("endModel"));
    assert.deepEqual([first, second], [0.8, 0.92]);
    assert.equal(difference!.toFixed(4), "0.1200");
    assert.deepEqual([interval!.low.toFixed(3), interval!.high.toFixed(3)], ["0.072", "0.168"]);
    const back = accuracyOf(model("endModel"), model("majority")).interval!;
    assert.deepEqual([(-back.high).toFixed(6), (-back.low).toFixed(6)], [interval!.low.toFixed(6), interval!.high.toFixed(6)]);
  });

  it("takes the covered rows' figures on request", () => {
    // 250 and 281 of 300 rows.
    const { first, second } = accuracyOf(model("majority"), model("endModel"), true);
    assert.deepEqual([first!.toFixed(4), second!.toFixed(4)], ["0.8333", "0.9367"]);
  });

  it("lists the rows that change between label model and end model of a run, whichever comes first", () => {
    const forwards = sideBySide(runs, model("labelModel"), model("endModel"), false).changed!;
    assert.deepEqual([forwards.rows, forwards.of], [412, 18_200]);
    assert.deepEqual([forwards.first[0]!.first, forwards.first[0]!.second], ["SPAM", "HAM"]);
    const backwards = sideBySide(runs, model("endModel"), model("labelModel"), false).changed!;
    assert.deepEqual([backwards.first[0]!.first, backwards.first[0]!.second], ["HAM", "SPAM"]);
  });

  it("compares only what both have, and says what that is worth", () => {
    const { splits, changed, notes } = sideBySide(runs, model("endModel", olderRun), model("endModel"), false);
    assert.deepEqual(
      splits.map(({ split }) => split),
      ["test"],
    );
    assert.equal(changed, undefined);
    assert.equal(sideBySide(runs, model("endModel", olderRun), model("endModel"), false).byRow, true);
    const majority = sideBySide(runs, model("majority"), model("endModel"), false);
    assert.deepEqual([majority.byRow, /Only summary figures are compared/.test(majority.notes.join("\n"))], [false, true]);
    assert.ok(!/Only summary figures/.test(notes.join("\n")));
    assert.match(
      sideBySide(runs, model("labelModel"), model("endModel"), false).notes.join("\n"),
      /Gold of dev was used to train only one of the two/,
    );
    const otherData = { ...olderRun, inputs: { ...olderRun.inputs, data: [] } };
    const notesThere = sideBySide([run, otherData], model("endModel", olderRun), model("endModel"), false).notes;
    assert.match(notesThere.join("\n"), /used different data/);
  });

  it("says which run or source is gone", () => {
    assert.throws(
      () => sideBySide([run], model("endModel", olderRun), model("endModel"), false),
      /Run 20261120-120000-0a0b0c0d no longer exists/,
    );
    assert.throws(() => sideBySide(runs, model("labelModel", olderRun), model("endModel"), false), /no figures for labelModel/);
  });
});
