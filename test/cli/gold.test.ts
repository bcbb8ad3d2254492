// `lf-lens gold` as people who use no editor have it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { letterFiles } from "../services/testSession";
import { lfLens, makeProject, removeProjects } from "./lfLens";

describe("lf-lens gold", () => {
  after(removeProjects);
  const json = (...args: string[]): Record<string, unknown> => JSON.parse(ok(...args)) as Record<string, unknown>;
  const ok = (...args: string[]): string => {
    const { code, stdout, stderr } = lfLens("gold", ...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  it("adds, retracts and refuses what the project does not know", () => {
    const root = makeProject(letterFiles);
    ok("add", root, "--row", "2", "--label", "B", "--by", "anna", "--how", "random", "--note", "a fruit");
    assert.match(
      readFileSync(join(root, "gold/anna.jsonl"), "utf8"),
      /^{"row":"2","label":"B","by":"anna","at":"[^"]+","how":"random","note":"a fruit"}\n$/,
    );
    assert.equal(readFileSync(join(root, "gold/.gitattributes"), "utf8"), "*.jsonl merge=union text eol=lf\n");
    assert.match(lfLens("gold", "add", root, "--row", "2", "--label", "b", "--by", "anna").stderr, /"b" is not one of the labels/);
    assert.match(lfLens("gold", "add", root, "--row", "22", "--label", "B", "--by", "anna").stderr, /The data has no row "22"/);
    assert.match(lfLens("gold", "add", root, "--row", "2", "--label", "B", "--by", "../anna").stderr, /cannot be a person's name/);
    const run = lfLens("run", root, "--json");
    const { lfs } = JSON.parse(run.stdout) as { lfs: { name: string; accuracy: { right: number } | null }[] };
    assert.ok(lfs.some(({ name }) => name === "b"));
    ok("retract", root, "--row", "2", "--by", "anna");
    assert.equal(json("status", root, "--json")["rows"], 0);
  });

  it("tags, comments and spot-checks", () => {
    const root = makeProject(letterFiles);
    assert.match(ok("tag", root, "--row", "2", "--tag", "yellow", "--by", "anna"), /Row 2: yellow\./);
    assert.match(lfLens("gold", "tag", root, "--row", "2", "--tag", "a,b", "--by", "anna").stderr, /cannot be a tag/);
    ok("comment", root, "--row", "2", "--text", "ripe?", "--by", "ben");
    const { rows } = json("comment", root, "--json") as {
      rows: { row: string; tags: string[]; comments: { by: string; comment: string }[] }[];
    };
    assert.deepEqual(rows.map(({ row, tags, comments }) => [row, tags, comments.map(({ by, comment }) => `${by}: ${comment}`)]), [["2", ["yellow"], ["ben: ripe?"]]]); // prettier-ignore
    assert.equal((json("queue", root, "--tag", "yellow", "--json")["rows"] as unknown[]).length, 1);
    ok("tag", root, "--row", "2", "--tag", "yellow", "--by", "anna", "--remove");
    assert.equal((json("queue", root, "--tag", "yellow", "--json")["rows"] as unknown[]).length, 0);
    const drawn = json("spot-check", root, "--lf", "b", "--json") as {
      left: number;
      rows: { row: string; vote: string }[];
      spotCheck: null;
    };
    assert.deepEqual([drawn.left, drawn.spotCheck, drawn.rows.map(({ row, vote }) => `${row} ${vote}`).sort()], [2, null, ["2 B", "4 B"]]);
    const after = json("spot-check", root, "--lf", "b", "--row", "2", "--wrong", "--by", "anna", "--json") as {
      left: number;
      spotCheck: { right: number; checked: number };
    };
    assert.deepEqual([after.left, after.spotCheck.right, after.spotCheck.checked], [1, 0, 1]);
    assert.match(
      lfLens("gold", "spot-check", root, "--lf", "b", "--row", "1", "--right", "--by", "anna").stderr,
      /b does not vote on row "1"/,
    );
    const report = JSON.parse(lfLens("run", root, "--json").stdout) as { lfs: { name: string; spotCheck: object | null }[] };
    assert.deepEqual(report.lfs.map(({ name, spotCheck }) => [name, spotCheck !== null]), [["a", false], ["b", true]]); // prettier-ignore
  });

  it("finds labels that are likely wrong, and near-duplicates with different labels", () => {
    const fruit = (row: number): string => (row % 2 === 0 ? "sweet red apple from the tree" : "green bean soup with salt");
    const lines = Array.from(
      { length: 60 },
      (_, row) => `${row},${fruit(row)} ${row},${(row % 2 === 0) !== (row === 10 || row === 33) ? "A" : "B"}`,
    );
    const config = '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "text": "text", "gold": "gold" } }';
    const root = makeProject({
      ...letterFiles,
      "lf.config.json": config,
      "rows.csv": `id,text,gold\n${lines.join("\n")}\n60,a bee on a yellow rose in May,A\n61,A bee on a yellow rose in May!,B\n`,
    });
    const found = json("issues", root, "--json") as {
      rows: number;
      issues: { row: string; given: string; suggested: string }[];
      duplicates: { rows: { row: string }[] }[];
    };
    assert.equal(found.rows, 62);
    const wrong = found.issues.filter(({ row }) => Number(row) < 60);
    assert.deepEqual(wrong.map(({ row, given, suggested }) => `${row} ${given} ${suggested}`).sort(), ["10 B A", "33 A B"]);
    assert.deepEqual(
      found.duplicates.map(({ rows }) => rows.map(({ row }) => row)).filter((rows) => rows.every((row) => Number(row) >= 60)),
      [["60", "61"]],
    );
    const queued = json("queue", root, "--strategy", "issues", "--json")["rows"] as { row: string }[];
    assert.deepEqual(queued.map(({ row }) => row), found.issues.map(({ row }) => row)); // prettier-ignore
    ok("add", root, "--row", "10", "--label", "A", "--by", "anna", "--how", "issues");
    assert.ok(!(json("queue", root, "--strategy", "issues", "--json")["rows"] as { row: string }[]).some(({ row }) => row === "10"));
    assert.match(lfLens("gold", "issues", root, "--of", "gould").stderr, /There are no labels of "gould"\. Did you mean "gold"/);
  });

  it("takes a table in, with the checks of data, and gives it out again", () => {
    const root = makeProject(letterFiles);
    const table = join(root, "said.csv");
    writeFileSync(table, "id,label,note,by\n1,A,,\n2,C,,\n3,B,so,ben\n4,,,\n99,A,,\n5\n");
    const first = lfLens("gold", "import", table, root, "--by", "anna");
    assert.equal(first.code, 1);
    assert.match(first.stdout, /3 judgements added, 0 rows known already, 2 without an id or a label/);
    assert.match(first.stderr, /1 row of these is not in the data/);
    assert.match(first.stderr, /said\.csv:3.*"C" \(1 row\)/);
    assert.match(first.stderr, /said\.csv:7/);
    assert.match(lfLens("gold", "import", table, root, "--by", "anna").stdout, /0 judgements added, 3 rows known already/);
    const out = join(root, "out.csv");
    ok("export", root, "--out", out);
    const lines = readFileSync(out, "utf8").trim().split("\n");
    assert.equal(lines[0], "row,label,by,at,how,note");
    assert.equal(lines.length, 4);
    assert.match(lfLens("gold", "export", root, "--out", out).stderr, /is there already/);
    const other = makeProject(letterFiles);
    ok("import", out, other);
    ok("export", other, "--out", join(other, "again.csv"));
    assert.equal(readFileSync(join(other, "again.csv"), "utf8"), readFileSync(out, "utf8"));
    assert.deepEqual(json("status", root, "--json")["gone"], ["99"]);
  });

  it("deals rows out, and measures how far people agree", () => {
    const ids = Array.from({ length: 40 }, (_, row) => row);
    const rows = ids.map((id) => `${id},${["apple", "bean", "cherry"][id % 3]} ${id},train`);
    const config = '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "text": "text", "split": "split" } }';
    const root = makeProject({ ...letterFiles, "lf.config.json": config, "rows.csv": `id,text,split\n${rows.join("\n")}\n` });
    ok("assign", root, "--to", "anna,ben", "--rows", "10", "--overlap", "4", "--strategy", "random");
    const mine = (by: string): { row: string; text: string }[] =>
      json("queue", root, "--strategy", "assigned", "--by", by, "--rows", "50", "--json")["rows"] as { row: string; text: string }[];
    const [anna, ben] = [mine("anna"), mine("ben")];
    assert.deepEqual([anna.length, ben.length], [10, 10]);
    assert.equal(anna.filter(({ row }) => ben.some((other) => other.row === row)).length, 4);
    const say = (by: string, row: string, label: string): string =>
      `{"row":"${row}","label":"${label}","by":"${by}","at":"2026-01-01T00:00:00Z","how":"random"}\n`;
    writeFileSync(join(root, "gold/anna.jsonl"), anna.map(({ row }) => say("anna", row, "A")).join(""));
    const labels = ["A", "A", "B", "B"];
    const shared = ben.filter(({ row }) => anna.some((other) => other.row === row));
    writeFileSync(join(root, "gold/ben.jsonl"), `${shared.map(({ row }, at) => say("ben", row, labels[at]!)).join("")}broken\n`);
    const { stdout, stderr } = lfLens("gold", "agreement", root, "--json");
    assert.match(stderr, /ben\.jsonl:5: This judgement is skipped/);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(report["annotators"], ["anna", "ben"]);
    assert.equal(report["rows"], 10);
    // Anna says A only: chance explains all agreement, so kappa is 0; alpha by hand: 8 values, 6 A and 2 B, two pairs differ.
    assert.deepEqual(report["pairs"], [{ a: "anna", b: "ben", rows: 4, kappa: 0 }]);
    assert.ok(Math.abs((report["krippendorffAlpha"] as number) - (1 - 4 / ((64 - 40) / 7))) < 1e-12);
    assert.equal((report["disputed"] as string[]).length, 2);
    assert.equal(mine("anna").length, 0);
    assert.match(ok("agreement", root), /10 rows judged, 4 by several people, 2 with different labels/);
  });
});
