// Promised: no setting, a workspace's least of all, ends every LF, lets one run for ever, or opens the disk to a project.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import fc from "fast-check";
import { parseLfSeconds } from "../../src/cli/options";
import { defaultLimits, engineLimits, LIMIT_BOUNDS } from "../../src/services/config/limits";

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}
const manifest = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, Setting>> } };
};
const settings = manifest.contributes.configuration.properties;

describe("limits of LFs", () => {
  const check = (wanted: unknown, lfMs: number, rowMs: number, memoryMb: number): void => {
    it(`of ${typeof wanted === "string" ? JSON.stringify(wanted) : String(wanted)} become usable ones, and that is said`, () => {
      const told: string[] = [];
      const limits = engineLimits({ lfSeconds: wanted, rowSeconds: wanted, memoryMb: wanted }, (text) => told.push(text));
      assert.deepEqual(limits, { lfMs, rowMs, memoryMb });
      assert.equal(told.length, 3);
      assert.equal(told[0], `lfLens.limits.lfSeconds: It must be a number from 0.1 to 86400 s. ${lfMs / 1000} s is used.`);
    });
  };
  check(0, 100, 50, 256);
  check(-1, 100, 50, 256);
  check(-Infinity, 100, 50, 256);
  check(Infinity, 86_400_000, 3_600_000, 65_536);
  check(NaN, 10_000, 1_000, 2_048);
  check("9", 10_000, 1_000, 2_048);
  check(undefined, 10_000, 1_000, 2_048);
  check(null, 10_000, 1_000, 2_048);

  it("within their bounds stay as they are, in silence", () => {
    const limits = engineLimits({ lfSeconds: 60, rowSeconds: 0.5, memoryMb: 1024 }, (text) => assert.fail(text));
    assert.deepEqual(limits, { lfMs: 60_000, rowMs: 500, memoryMb: 1024 });
    assert.deepEqual(defaultLimits, { lfMs: 10_000, rowMs: 1_000, memoryMb: 2_048 });
  });

  it("stay in their bounds, and below what a timer holds, whatever is set", () => {
    fc.assert(
      fc.property(fc.anything(), (wanted) => {
        const limits = engineLimits({ lfSeconds: wanted, rowSeconds: wanted, memoryMb: wanted }, () => {});
        assert.ok(limits.lfMs >= 100 && limits.rowMs >= 50 && limits.memoryMb >= 256);
        assert.ok(limits.lfMs < 2 ** 31 && limits.rowMs < 2 ** 31 && limits.memoryMb <= 65_536);
      }),
      { seed: 13 },
    );
  });

  it("in a terminal are refused out of bounds", () => {
    for (const text of ["0", "-1", "NaN", "Infinity", "", " ", "ten", "0.01", "86401"])
      assert.throws(() => parseLfSeconds(text), InvalidArgumentError, text);
    assert.deepEqual([parseLfSeconds("0.1"), parseLfSeconds("60")], [0.1, 60]);
  });

  it("have the same bounds in the editor's settings", () => {
    const declared = Object.keys(LIMIT_BOUNDS).map((name) => {
      const { minimum, maximum, default: usual } = settings[`lfLens.limits.${name}`]!;
      return { minimum, maximum, usual };
    });
    assert.deepEqual(
      declared,
      Object.values(LIMIT_BOUNDS).map(({ least, most, usual }) => ({ minimum: least, maximum: most, usual })),
    );
  });
});

describe("the setting that opens the disk to a project", () => {
  it("is off, and for the machine: a workspace cannot set it", () => {
    assert.deepEqual([settings["lfLens.allowOutsidePaths"]?.scope, settings["lfLens.allowOutsidePaths"]?.default], ["machine", false]);
  });
});
