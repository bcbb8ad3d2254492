import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { answers } from "../vscode/server";

const address = /^http:\/\/127\.0\.0\.1:\d+\/\?folder=\S*bank-chat&payload=\S*access\.lf\.ts\S*\n$/;

describe("npm start", function () {
  this.timeout(300_000);

  it("prints an address that answers, and ends", () => {
    const started = spawnSync("npm", ["start", "--silent", "--", "--check"], { encoding: "utf8" });
    assert.equal(started.status, 0, started.stderr);
    assert.match(started.stdout, address);
  });

  it("starts a second time beside the first, and leaves it as it is", async () => {
    const first = spawn("npm", ["start", "--silent", "--", "--print-address"], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [printed] = (await once(first.stdout, "data")) as [Buffer];
      assert.match(printed.toString(), address);
      const second = spawnSync("npm", ["start", "--silent", "--", "--check"], { encoding: "utf8" });
      assert.match(second.stdout, address);
      assert.notEqual(new URL(second.stdout).port, new URL(printed.toString()).port);
      assert.equal(await answers(printed.toString().trim()), true);
      assert.ok(existsSync(`.vscode-test/profiles/${new URL(printed.toString()).port}/extensions/lf-lens.lf-lens/package.json`));
    } finally {
      first.kill();
      await once(first, "close");
    }
  });
});
