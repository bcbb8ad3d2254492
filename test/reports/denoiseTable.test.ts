// Tables of votes as people have them: what a cell says is what it counts as, and a column that is no LF is none.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DenoiseReport } from "../../src/services/denoise/denoise";
import { lfLens, makeProject, removeProjects, type Outcome } from "../cli/lfLens";

const table = (...lines: readonly string[]): string => `${lines.join("\n")}\n`;

describe("report: denoise reads its table as numbers", function () {
  this.timeout(60_000);
  after(removeProjects);

  const run = (text: string, ...args: readonly string[]): Outcome & { readonly folder: string } => {
    const folder = makeProject({ "votes.csv": text });
    return { folder, ...lfLens("denoise", join(folder, "votes.csv"), ...args) };
  };
  const report = (text: string, ...args: readonly string[]): DenoiseReport => {
    const { code, stdout, stderr } = run(text, "--json", ...args);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as DenoiseReport;
  };
  /** The label that majority vote gives each row. */
  const labelsOf = (text: string, ...args: readonly string[]): string[] => {
    const { folder, code, stderr } = run(text, "--model", "majority", "--out", join(tmp(), "out.csv"), ...args);
    assert.equal(code, 0, stderr);
    assert.ok(folder);
    return readFileSync(join(last, "out.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[1]!);
  };
  let last = "";
  const tmp = (): string => (last = makeProject({}));
  const refused = (text: string, message: RegExp, ...args: readonly string[]): void => {
    const { code, stderr } = run(text, ...args);
    assert.match(stderr, message);
    assert.equal(code, 1, stderr);
  };

  describe("labels keep the spelling that the file has", () => {
    const alike = (a: string, b: string): void => {
      it(`${a} and ${b} are two`, () => {
        const text = table("x,y,gold", `${a},${a},${a}`, `${b},${b},${b}`, `${a},,`, `,${b},${b}`);
        assert.deepEqual([...report(text).read.labels].sort(), [a, b].sort());
        assert.deepEqual(labelsOf(text), [a, b, a, b]);
      });
    };
    alike("1.10", "1.1");
    alike("12345678901234567890", "12345678901234567891");
    alike("True", "true");
    alike("007", "7");

    it("but 1.0 is the 1 of another column: a program wrote a column with gaps", () => {
      const text = table("x,y,gold", "1.0,0,0", "0.0,0,0", "1.0,1,1", ",1,1");
      assert.deepEqual(report(text).read.labels, ["0", "1"]);
      assert.deepEqual(labelsOf(text), ["", "0", "1", "1"]);
    });
  });

  describe("abstains", () => {
    it("--classes -1,1 makes -1 a label; empty cells abstain", () => {
      const text = table("x,y", "-1,-1", "1,1", "-1,", ",1");
      assert.deepEqual(labelsOf(text, "--classes", "-1,1"), ["-1", "1", "-1", "1"]);
      const { lfs, read } = report(text, "--classes", "-1,1");
      assert.deepEqual(
        lfs.map(({ polarity, coverage }) => [polarity, coverage]),
        [
          [["-1", "1"], 0.75],
          [["-1", "1"], 0.75],
        ],
      );
      assert.deepEqual(read.columns!.abstains, { "": 2 });
    });

    it("of another name must be named", () => {
      const text = table("x,y", "-1,-1", "1,0", "-1,1");
      refused(text, /Row 1, column y: 0 is neither one of -1, 1\. If it abstains: --abstain 0/, "--classes", "-1,1");
      assert.deepEqual(labelsOf(text, "--classes", "-1,1", "--abstain", "0"), ["-1", "1", ""]);
    });

    it("-1 beside one label asks what it means", () =>
      refused(table("x,y", "-1,1", "1,1"), /Where -1 is a label and no abstain: --classes -1,1/));

    it("in all the words that programs have for it", () => {
      const words = ["ABSTAIN", "abstain", "Abstain", "NULL", "None", "nan", "NA", "N/A", "<NA>", "-1", "-1.0", "", " "];
      const text = table("x,y", ...words.map((word) => `${word},HAM`), "SPAM,SPAM");
      const { read, lfs } = report(text);
      assert.deepEqual(read.labels, ["HAM", "SPAM"]);
      assert.equal(lfs[0]!.coverage, 1 / (words.length + 1));
    });

    it("that are labels are labels", () =>
      assert.deepEqual(labelsOf(table("x,y", "none,none", "some,some", ",some"), "--classes", "none,some"), ["none", "some", "some"]));
  });

  it("a file with semicolons is no single column of labels", () => {
    const text = table("id;x;y;gold", "1;HAM;HAM;HAM", "2;SPAM;;SPAM", "3;HAM;SPAM;", "4;;SPAM;SPAM");
    const { labels, lfs } = report(text).read;
    assert.deepEqual(
      [labels, lfs],
      [
        ["HAM", "SPAM"],
        ["x", "y"],
      ],
    );
  });

  describe("columns that are no LFs", () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const label = i % 3 === 0 ? "SPAM" : "HAM";
      return [
        `r${i}`,
        `text number ${i}`,
        (0.5 + i / 100).toFixed(2),
        1 - i / 40,
        `2024-01-${String(1 + (i % 28)).padStart(2, "0")}`,
        label,
        i % 2 ? label : "",
        label,
      ];
    });
    const text = table("id,text,confidence,p_HAM,day,x,y,gold", ...rows.map((row) => row.join(",")));

    it("are left out, and it is said which were taken", () => {
      for (const args of [[], ["--classes", "HAM,SPAM"]]) {
        const { read } = report(text, ...args);
        assert.deepEqual(
          [read.lfs, read.labels],
          [
            ["x", "y"],
            ["HAM", "SPAM"],
          ],
        );
        const { leftOut, abstains, notes, ...roles } = read.columns!;
        assert.deepEqual(
          leftOut.map(({ name }) => name),
          ["text", "confidence", "p_HAM", "day"],
        );
        assert.deepEqual([roles, abstains, notes], [{ id: "id", gold: "gold" }, { "": 20 }, []]);
      }
      assert.match(
        run(text).stdout,
        /^2 LFs: x, y\nlabels: HAM, SPAM; id from id, gold from gold; abstains: empty \(20 cells\)\nnot taken as LFs: text \(texts/,
      );
    });

    it("are refused where they may be LFs, with what to do", () => {
      const likes = table("x,y,likes", "0,1,0", "1,1,1", "1,,5", "0,0,0", "0,,2");
      refused(likes, /votes\.csv: It is not clear whether "likes" \(0, 1, 5, 2\) is an LF\. Name the LFs: --lfs x,y; or the labels/);
      assert.deepEqual(report(likes, "--lfs", "x,y").read.lfs, ["x", "y"]);
      const channel = table("x,y,channel,gold", "HAM,HAM,web,HAM", "SPAM,,app,SPAM", "HAM,SPAM,web,");
      refused(channel, /whether "channel" \(web, app\) is an LF/);
      refused(channel, /whether "channel" \(web, app\) is an LF/, "--classes", "HAM,SPAM");
      const label = table("x,y,label", "HAM,HAM,HAM", "SPAM,,SPAM");
      refused(label, /If "label" is gold: --gold-column label\./);
      assert.deepEqual(report(label, "--gold-column", "label").read.columns!.gold, "label");
      refused(label, /--lfs: there is no column "z"/, "--lfs", "x,z");
    });

    it("one-class LFs are LFs, though no other column has their label", () =>
      assert.deepEqual(report(table("x,y,z", "HAM,,", ",SPAM,HAM", ",,HAM", "HAM,SPAM,")).read.lfs, ["x", "y", "z"]));
  });

  it("ids that come twice are an error that says what happens and what to do", () => {
    const text = table("id,x,y", "a,HAM,HAM", "b,SPAM,", "a,HAM,SPAM");
    refused(
      text,
      /votes\.csv:4: 1 row with an id in the column "id" that an earlier row has.*"a"\. What is written could not be told apart by it: nothing was read; give each its own id, or name another column: --id-column/,
    );
    assert.doesNotMatch(run(text).stderr, /rows are kept/);
    refused(table("id,x,y", "a,HAM,HAM", ",SPAM,"), /votes\.csv:3: 1 row without an id.*Nothing was read\. Give every row an id/);
  });

  it("an LF's accuracy is that on dev's gold where train has none", () => {
    const text = table(
      "split,x,y,gold",
      "train,A,A,",
      "train,A,B,",
      "train,B,B,",
      "dev,A,A,A",
      "dev,A,B,B",
      "dev,B,,B",
      "dev,A,A,A",
      "test,B,A,A",
      "test,B,B,A",
    );
    // On dev x is right on A, B and A and wrong on its second row; y is right on all three that it votes on. Test is not looked at.
    assert.deepEqual(
      report(text).lfs.map(({ name, correct, incorrect, accuracy, coverage }) => [name, correct, incorrect, accuracy, coverage]),
      [
        ["x", 3, 1, 0.75, 1],
        ["y", 3, 0, 1, 1],
      ],
    );
    const development = text.replaceAll("dev,", "Development,").replaceAll("train,", "Training,");
    assert.deepEqual(report(development).splits, { fit: "training", gold: "development", score: "test" });
  });

  it("gold in lists and choices is the label in them", () => {
    const text = table("x,y,gold", 'HAM,HAM,"[""HAM""]"', 'SPAM,,"{""choices"": [""SPAM""]}"', "HAM,SPAM,['HAM']");
    assert.deepEqual(
      report(text).lfs.map(({ correct, incorrect }) => [correct, incorrect]),
      [
        [3, 0],
        [1, 1],
      ],
    );
  });
});
