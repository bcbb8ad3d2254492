import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { putObject } from "../../../src/jobs/providers/aws/s3";
import { awsService } from "../../../src/jobs/providers/aws/service";
import { renewed } from "../../../src/jobs/providers/http/authorize";
import { requestText } from "../../../src/jobs/providers/http/requestJson";
import { systemClock } from "../../../src/net/clock";
import { followJob } from "../../../src/jobs/runner";
import { sagemakerSpec } from "../services";
import { newWorld } from "../world";

/** A Python with moto[server], a server of AWS's APIs by others. */
const python = process.env["LF_LENS_MOTO_PYTHON"];

/** It ends every job at once and takes any name: what it shows is that requests and replies have AWS's form. */
describe("AWS as moto has it", function () {
  this.timeout(120_000);
  let moto: ChildProcess | undefined;
  let origin = "";

  before(async function () {
    if (python === undefined) {
      console.log("      (without LF_LENS_MOTO_PYTHON, a Python with moto[server], requests to AWS are held to our own servers only)");
      this.skip();
    }
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    moto = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    for (let left = 200; ; left--) {
      const up = await fetch(`${origin}/moto-api/`).then(
        () => true,
        () => false,
      );
      if (up) break;
      assert.ok(left > 0, "moto does not start");
      await wait(500);
    }
  });
  after(() => void moto?.kill());

  const credential = renewed(
    () => Promise.resolve({ value: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret-access-key" }, renewable: false }),
    systemClock,
  );
  const s3 = () =>
    awsService({ title: "Amazon S3", host: "s3", signing: "s3", region: "eu-west-1", endpoint: origin }, credential, systemClock);

  it("keeps objects, small ones and in parts", async () => {
    const location = Buffer.from(
      "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
    );
    await requestText(s3(), { method: "PUT", path: "/bucket", bytes: location });
    await putObject(s3(), { bucket: "bucket", key: "small/ü (1).txt" }, Buffer.from("small"));
    assert.equal((await requestText(s3(), { path: "/bucket/small/%C3%BC%20%281%29.txt" })).text, "small");
    const large = Buffer.alloc(17 * 2 ** 20, "0123456789abcdef");
    await putObject(s3(), { bucket: "bucket", key: "large.bin" }, large);
    const { headers } = await requestText(s3(), { method: "HEAD", path: "/bucket/large.bin" });
    assert.equal(Number(headers.get("content-length")), large.length);
    assert.match(headers.get("etag")!, /-3"$/, "three parts");
  });

  it("takes a training job and tells its end", async () => {
    const world = newWorld();
    const provider = sagemakerSpec(origin);
    const job = await followJob((await world.add({ provider, baseModel: "s3://bucket/base/" })).id, world.tools);
    assert.equal(job.state, "succeeded");
    assert.match(job.tunedModel!, /^s3:\/\//);
    const checks = await world.tools.provider(world.ticket({ provider })).check!();
    assert.deepEqual(
      checks.map(({ what, ok }) => [what, ok]),
      [
        ["Credential", false],
        ["Bucket", true],
        ["Training jobs", true],
        ["Log", true],
      ].slice(0, checks.length),
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
