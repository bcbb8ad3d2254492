import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

describe("npm start", () => {
  it("prints an address that answers, and ends", function () {
    this.timeout(300_000);
    const started = spawnSync("npm", ["start", "--silent", "--", "--check"], { encoding: "utf8" });
    assert.equal(started.status, 0, started.stderr);
    assert.match(started.stdout, /^http:\/\/127\.0\.0\.1:\d+\/\?folder=\S*bank-chat\n$/);
  });
});
