import assert from "node:assert/strict";
import * as z from "zod";
import { apiKey } from "../../../src/jobs/providers/description";
import { bearer, renewed, renewedBearer, type Temporary } from "../../../src/jobs/providers/http/authorize";
import { requestJson } from "../../../src/jobs/providers/http/requestJson";
import { awsSigner, signed } from "../../../src/jobs/providers/aws/signature";
import { keepSecrets, type SecretName } from "../../../src/jobs/secrets";
import { startLoopback } from "../servers/loopback";
import { awsError, signatureProblem, type AwsKey } from "../servers/awsSignature";
import { fakeClock } from "../world";

const EXAMPLE = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const S3_EXAMPLE = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

interface Vector {
  readonly name: string;
  readonly request: { method: string; url: string; headers?: Record<string, string>; body?: string };
  readonly signedHeaders: string;
  readonly signature: string;
}

/** Of AWS's Signature Version 4 test suite: 30 August 2015, service "service". */
const suite: readonly Vector[] = [
  {
    name: "get-vanilla",
    request: { method: "GET", url: "https://example.amazonaws.com/" },
    signedHeaders: "host;x-amz-date",
    signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  },
  {
    name: "post-vanilla",
    request: { method: "POST", url: "https://example.amazonaws.com/" },
    signedHeaders: "host;x-amz-date",
    signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  },
  {
    name: "get-header-key-duplicate",
    request: { method: "GET", url: "https://example.amazonaws.com/", headers: { "my-header1": "value2,value2,value1" } },
    signedHeaders: "host;my-header1;x-amz-date",
    signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
  },
  {
    name: "get-header-value-multiline",
    request: { method: "GET", url: "https://example.amazonaws.com/", headers: { "my-header1": "value1,value2,value3" } },
    signedHeaders: "host;my-header1;x-amz-date",
    signature: "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790",
  },
];

/** Of Amazon S3's API reference, "Examples: Signature Calculations": 24 May 2013. */
const s3Examples: readonly Vector[] = [
  {
    name: "GET Object",
    request: { method: "GET", url: "https://examplebucket.s3.amazonaws.com/test.txt", headers: { range: "bytes=0-9" } },
    signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
    signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
  {
    name: "GET Bucket Lifecycle",
    request: { method: "GET", url: "https://examplebucket.s3.amazonaws.com/?lifecycle" },
    signedHeaders: "host;x-amz-content-sha256;x-amz-date",
    signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  },
  {
    name: "GET Bucket (List Objects)",
    request: { method: "GET", url: "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J" },
    signedHeaders: "host;x-amz-content-sha256;x-amz-date",
    signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  },
];

describe("AWS signatures", () => {
  const check = async ({ request, signedHeaders, signature }: Vector, service: string, at: string, key: AwsKey): Promise<void> => {
    const { url, headers = {}, ...rest } = request;
    const sent = await signed({ ...rest, url: new URL(url), headers }, { service, region: "us-east-1" }, key, new Date(at));
    const scope = `${at.slice(0, 10).replaceAll("-", "")}/us-east-1/${service}/aws4_request`;
    assert.equal(
      sent["authorization"],
      `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    );
  };

  for (const vector of suite)
    it(`are those of AWS's test suite: ${vector.name}`, () => check(vector, "service", "2015-08-30T12:36:00Z", EXAMPLE));
  for (const vector of s3Examples)
    it(`are those of S3's documentation: ${vector.name}`, () => check(vector, "s3", "2013-05-24T00:00:00Z", S3_EXAMPLE));

  const scope = { service: "sagemaker", region: "eu-west-1" };
  const reply = z.object({ ok: z.boolean() });

  it("are right for a server that works them out by itself, and follow its clock where this machine's is wrong", async () => {
    const clock = fakeClock();
    let off = 0;
    const server = await startLoopback((request) => {
      const now = clock.now() + off;
      const problem = signatureProblem(request, scope.service, scope.region, EXAMPLE, now);
      return problem ? awsError(403, problem, "No.", { date: new Date(now).toUTCString() }) : { status: 200, body: { ok: true } };
    });
    const credential = renewed(() => Promise.resolve({ value: EXAMPLE, renewable: false }), clock);
    const service = {
      title: "SageMaker",
      baseUrl: server.origin,
      authorizer: awsSigner(scope, credential, clock),
      now: () => clock.now(),
      errorIn: awsErrorIn,
    };
    const ask = () => requestJson(service, { method: "POST", path: "/a b/ü?x=1 2&a=%2F", body: { text: "ü" } }, reply);
    assert.deepEqual(await ask(), { ok: true });
    off = 3 * 3_600_000;
    assert.deepEqual(await ask(), { ok: true });
    assert.equal(server.seen.length, 3, "refused once, then by the server's clock");
    assert.deepEqual(await ask(), { ok: true });
    assert.equal(server.seen.length, 4);
  });

  it("take a new credential when the old one has expired, once", async () => {
    const clock = fakeClock();
    const keyOf = (number: number): AwsKey => ({ ...EXAMPLE, sessionToken: `session-token-${number}` });
    let valid = 1;
    let given = 0;
    const server = await startLoopback((request) => {
      const problem = signatureProblem(request, scope.service, scope.region, keyOf(valid), clock.now());
      return problem
        ? awsError(400, problem, "The security token included in the request is expired")
        : { status: 200, body: { ok: true } };
    });
    const credential = renewed(() => Promise.resolve({ value: keyOf(++given), renewable: true }), clock);
    const service = {
      title: "SageMaker",
      baseUrl: server.origin,
      authorizer: awsSigner(scope, credential, clock),
      now: () => clock.now(),
      errorIn: awsErrorIn,
    };
    const ask = () => requestJson(service, { path: "/jobs" }, reply);
    await ask();
    valid = 2;
    await ask();
    assert.deepEqual([given, server.seen.length], [2, 3]);
    valid = 9;
    await assert.rejects(ask(), /SageMaker answered 400: The security token included in the request is expired/);
    assert.deepEqual([given, server.seen.length], [3, 5]);
  });

  const awsErrorIn = (text: string): { message: string; code: string } => {
    const { __type, message } = JSON.parse(text) as { __type: string; message: string };
    return { message, code: __type.replace(/^.*#/, "") };
  };
});

describe("tokens", () => {
  const serverOf = (isRight: (token: string) => boolean) =>
    startLoopback(({ headers }) =>
      isRight(headers.get("authorization")!.replace("Bearer ", ""))
        ? { status: 200, body: { ok: true } }
        : { status: 401, body: { error: { message: "Token expired." } } },
    );
  const reply = z.object({ ok: z.boolean() });

  it("that expire are renewed before their end, by one request for all who wait", async () => {
    const clock = fakeClock();
    let made = 0;
    const obtain = (): Promise<Temporary<string>> =>
      Promise.resolve({ value: `token-${++made}`, endsAt: clock.now() + 3_600_000, renewable: true });
    const server = await serverOf((token) => token === `token-${made}`);
    const service = { title: "Platform", baseUrl: server.origin, authorizer: renewedBearer(obtain, clock), now: () => clock.now() };
    const ask = () => requestJson(service, { path: "/" }, reply);
    await Promise.all([ask(), ask(), ask()]);
    assert.equal(made, 1);
    await clock.sleep(54 * 60_000);
    await ask();
    assert.equal(made, 1);
    await clock.sleep(2 * 60_000);
    await ask();
    assert.deepEqual([made, server.seen.length], [2, 5]);
  });

  it("that the service ends early are renewed, and a fixed one is not asked for twice", async () => {
    const clock = fakeClock();
    let made = 0;
    let valid = "token-1";
    const server = await serverOf((token) => token === valid);
    const base = { title: "Platform", baseUrl: server.origin, now: () => clock.now() };
    const renewing = { ...base, authorizer: renewedBearer(() => Promise.resolve({ value: `token-${++made}`, renewable: true }), clock) };
    await requestJson(renewing, { path: "/" }, reply);
    valid = "token-2";
    await requestJson(renewing, { path: "/" }, reply);
    assert.deepEqual([made, server.seen.length], [2, 3]);
    const fixed = { ...base, authorizer: bearer(() => Promise.resolve("token-1")) };
    await assert.rejects(requestJson(fixed, { path: "/" }, reply), /Platform answered 401: Token expired/);
    assert.equal(server.seen.length, 4);
  });
});

describe("a credential of several strings", () => {
  const fields = [
    { name: "accessKeyId", title: "Access key ID", variable: "ID", open: true as const },
    { name: "secretAccessKey", title: "Secret access key", variable: "SECRET" },
    { name: "sessionToken", title: "Session token", variable: "TOKEN", optional: true as const },
  ];
  const from = (values: Record<string, string>) => keepSecrets(({ field }: SecretName) => Promise.resolve(values[field ?? ""]));

  it("is there if all that it needs are, and its secrets are hidden from texts", async () => {
    const name = { provider: "aws" };
    const secrets = from({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: " secret-access-key-1 " });
    const found = await secrets.fields(name, fields);
    assert.deepEqual(found, { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret-access-key-1" });
    assert.equal(secrets.redact("AKIDEXAMPLE may not, secret-access-key-1"), "AKIDEXAMPLE may not, [key]");
    assert.equal(await from({ accessKeyId: "AKIDEXAMPLE" }).fields(name, fields), undefined);
  });

  it("may be one string without a name", async () => {
    assert.deepEqual(await from({ "": "one-key-alone" }).fields({ provider: "openai" }, apiKey("K")), {
      key: "one-key-alone",
    });
  });
});
