import assert from "node:assert/strict";
import { quotedPlace, suggestionIn } from "../../src/services/suggestion";

describe("a suggestion", () => {
  const check = (message: string, wrong: string | undefined, right?: string): void => {
    it(message, () => assert.deepEqual(suggestionIn(message), wrong === undefined ? undefined : { wrong, right }));
  };
  check('bad faulted on 8 rows of 8 (they abstain): Returned "SPMA", which is not a label. Did you mean "SPAM"?', "SPMA", "SPAM");
  check('The data has no column "txt". Did you mean "text"?', "txt", "text");
  check('There is no setting "lables" here. Did you mean "labels"?', "lables", "labels");
  check('a.csv has no column "lable", which lf.config.json names as columns.gold; did you mean "label"?', "lable", "label");
  check('Returned "X", which is not a label. The labels are HAM, SPAM.', undefined);

  const text = `const a = "txt";\nexport const bad = keyword('SPAM', 'txt', "x");`;
  it("is meant for the first quoted place from the diagnostic on, whatever the quotes", () => {
    assert.deepEqual(quotedPlace(text, "txt", 20), { start: text.indexOf("'txt'") + 1, end: text.indexOf("'txt'") + 4 });
  });
  it("is meant for a place before it where none follows", () => {
    assert.deepEqual(quotedPlace(text, "txt", text.length), { start: 11, end: 14 });
    assert.deepEqual(quotedPlace(text, "SPAM", 0), { start: text.indexOf("SPAM"), end: text.indexOf("SPAM") + 4 });
  });
  it("has no place where the name stands nowhere in quotes", () => assert.equal(quotedPlace(text, "bad", 0), undefined));
});
