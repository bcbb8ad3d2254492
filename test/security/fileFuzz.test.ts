// Promised: configs, pins, templates and manifests that nobody wrote are read or refused in words for the user, whatever is in them.
import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import { manifestSchema } from "../../src/protocol/manifest";
import { parseConfig } from "../../src/services/config/parse";
import { parseTemplate } from "../../src/services/export/options";
import { withPin } from "../../src/services/pins/editPins";
import { parsePinFile } from "../../src/services/pins/pinFile";
import { changed, drawn, fuzzRounds } from "./fuzz";

const ROUNDS = fuzzRounds(300);

/** Texts near that of a value: one to three places in it changed, and one in five cut off. */
function* textsNear(value: unknown, seed: number): Generator<string> {
  const random = drawn(seed);
  for (let round = 0; round < ROUNDS; round++) {
    let other = value;
    for (let times = 1 + Math.floor(3 * random()); times > 0; times--) other = changed(other, random);
    const text = JSON.stringify(other);
    yield random() < 0.2 ? text.slice(0, random() * text.length) : text;
  }
}

/** Both kinds are tried: what is read, and what is refused. */
function assertBoth(read: number): void {
  assert.ok(read > 0 && read < ROUNDS, `${read} of ${ROUNDS} are read`);
}

describe("files that nobody wrote", () => {
  const config = {
    labels: ["HAM", "SPAM"],
    data: { train: "data/*.csv", dev: { path: "dev.csv", encoding: "utf-16le", nulls: ["NA"] } },
    columns: { id: "id", text: "text", gold: { column: "label", map: { "0": "HAM" } } },
    labelModel: { kind: "sem", balance: { HAM: 0.5, SPAM: 0.5 } },
    sample: { rows: 100, seed: 7 },
  };

  it("are configs, or have problems with a place", () => {
    let read = 0;
    for (const text of textsNear(config, 1)) {
      const { config: value, problems } = parseConfig(text, "lf.config.json");
      if (value) read++;
      else assert.ok(problems.length > 0, text);
      for (const { file, line, message } of problems) assert.ok(file === "lf.config.json" && line! >= 1 && message.length > 10, text);
    }
    assertBoth(read);
  });

  it("are pins, or have problems with a place", () => {
    const pins = withPin(undefined, "spam", { id: "r1", vote: "SPAM", row: { id: "r1", text: "subscribe", n: 1 } }, true);
    assert.deepEqual(parsePinFile(pins, "a.lf.pins.json", ["HAM", "SPAM"]).problems, []);
    let read = 0;
    for (const text of textsNear(JSON.parse(pins), 2)) {
      const { problems } = parsePinFile(text, "a.lf.pins.json", ["HAM", "SPAM"]);
      if (problems.length === 0) read++;
      for (const { line, message } of problems) assert.ok(line! >= 1 && message.length > 10, text);
    }
    assertBoth(read);
  });

  it("are templates, or are refused with file, line and column", () => {
    let read = 0;
    for (const text of textsNear({ system: "s", prompt: "{{text}}", completion: "{{label}}", answers: { HAM: "no", SPAM: "yes" } }, 3))
      try {
        assert.equal(typeof parseTemplate(text, "t.json").prompt, "string");
        read++;
      } catch (error) {
        assert.match((error as Error).message, /^t\.json:\d+:\d+: ./, text);
      }
    assertBoth(read);
  });

  it("are no hashed files of a manifest that lie outside of its folder", () => {
    const random = drawn(4);
    const parts = ["x", "..", ".", "", "a.csv", "C:", "data"];
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const words = Array.from({ length: 1 + Math.floor(3 * random()) }, () => parts[Math.floor(random() * parts.length)]!);
      const path = words.join(random() < 0.8 ? "/" : "\\");
      const isInside = manifestSchema.shape.files.safeParse([{ path, sha256: "0".repeat(64) }]).success;
      if (!isInside) continue;
      read++;
      for (const system of [posix, win32])
        assert.ok(system.resolve("/out", path).startsWith(`${system.resolve("/out")}${system.sep}`), path);
    }
    assertBoth(read);
  });
});
