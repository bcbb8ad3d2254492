// Promised: data and keys reach the address that was agreed to and no other: whatever a service answers, and for every provider that there is.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { JobOrder, Known, Provider } from "../../../src/jobs/provider";
import { followJob } from "../../../src/jobs/runner";
import { boundFetch, NetError } from "../../../src/net/boundFetch";
import { providerSpecSchema, type ProviderSpec } from "../../../src/jobs/providers/descriptions";
import { KEY } from "../../jobs/servers/openaiServer";
import { newWorld, type World } from "../../jobs/world";

interface Listener {
  readonly origin: string;
  readonly heard: string[];
  close(): Promise<void>;
}

/** A server that answers all requests alike, and keeps all that it hears: request line, headers and body. */
async function listen(answer: (path: string) => { status: number; headers?: Record<string, string>; body?: string }): Promise<Listener> {
  const heard: string[] = [];
  const server: Server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      heard.push([message.method, message.url, JSON.stringify(message.headers), Buffer.concat(chunks).toString()].join(" "));
      const { status, headers = {}, body = "" } = answer(message.url ?? "/");
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Where each provider's requests go; null for those that send none. A provider that is not here fails the first test. */
const specs: Readonly<Record<ProviderSpec["id"], ((origin: string) => ProviderSpec) | null>> = {
  local: null,
  command: null,
  mistral: null,
  cohere: null,
  databricks: null,
  openai: (origin) => ({ id: "openai", baseUrl: `${origin}/v1` }),
  azure: (origin) => ({ id: "azure", endpoint: origin, apiVersion: "2024-10-21" }),
  sagemaker: (origin) => ({
    ...{ id: "sagemaker", region: "eu-west-1", s3: "s3://bucket/lf-lens", endpoint: origin, instance: "ml.g5.2xlarge", maxHours: 24 },
    ...{ role: "arn:aws:iam::998877665544:role/training", image: "registry.example/training:1", capacity: "on-demand" },
  }),
  huggingface: (origin) => ({
    ...{ id: "huggingface", namespace: "me", dataset: "lf-lens-data", bucket: "lf-lens-models", flavor: "a10g-small", maxHours: 6 },
    baseUrl: origin,
  }),
  together: (origin) => ({ id: "together", baseUrl: `${origin}/v1`, training: "lora" }),
};

/** All that a provider does over the network, each as one call. */
function calls(provider: Provider, world: World, spec: ProviderSpec): Record<string, () => Promise<unknown>> {
  const ticket = world.ticket({ provider: spec });
  const order: JobOrder = { key: "order-key", ticket, files: { training: "s3://bucket/file-1" }, folder: world.folder };
  const known: Known = { order, logIds: new Set(), cancelSent: false };
  return {
    upload: () => provider.upload({ name: "t.jsonl", role: "training", path: "", bytes: Buffer.from("a private row") }),
    findUpload: () => provider.findUpload("t.jsonl"),
    isReady: () => provider.isReady("s3://bucket/file-1"),
    create: () => provider.create(order),
    find: () => provider.find(order),
    observe: () => provider.observe("job-1", known),
    cancel: () => provider.cancel("job-1", order),
    ...(provider.pause ? { pause: () => provider.pause!("job-1") } : {}),
    ...(provider.resume ? { resume: () => provider.resume!("job-1") } : {}),
    ...(provider.ask
      ? { ask: () => provider.ask!({ model: "m", messages: [{ role: "user", content: "a private row" }], maxTokens: 16 }) }
      : {}),
  };
}

describe("a redirect", function () {
  this.timeout(60_000);
  let thief: Listener;
  let service: Listener;
  let status: number;
  beforeEach(async () => {
    status = 307;
    thief = await listen(() => ({ status: 200, body: "{}" }));
    service = await listen((path) => ({ status, headers: { location: `${thief.origin}${path}` } }));
  });
  afterEach(() => Promise.all([thief.close(), service.close()]));

  it("is tried on every provider that there is", () => {
    const ids = providerSpecSchema.options.flatMap(({ shape }) => ("options" in shape.id ? shape.id.options : [...shape.id.values]));
    assert.deepEqual(ids.sort(), Object.keys(specs).sort());
    for (const [id, spec] of Object.entries(specs)) {
      const world = newWorld();
      const made = { id, ...(id === "command" ? { command: ["x"] } : spec?.(service.origin)) };
      const { host } = world.tools.provider(world.ticket({ provider: made }));
      assert.equal(host !== undefined, spec !== null, `${id} sends data if, and only if, it is tried here`);
    }
  });

  for (const [id, specAt] of Object.entries(specs)) {
    if (!specAt) continue;
    for (const code of [301, 302, 303, 307, 308])
      it(`${id}: ${code} takes neither key nor data to another host, whatever is asked`, async () => {
        status = code;
        const world = newWorld();
        const spec = specAt(service.origin);
        const provider = world.tools.provider(world.ticket({ provider: spec }));
        for (const [name, call] of Object.entries(calls(provider, world, spec))) {
          const before = service.heard.length;
          await assert.rejects(call(), (error: Error) => {
            assert.match(error.message, new RegExp(`sends the request on to ${new URL(thief.origin).host}`), name);
            return true;
          });
          assert.equal(service.heard.length, before + 1, `${name} asked the service once`);
        }
        assert.ok(
          service.heard.some((text) => text.includes(KEY)),
          "the service itself is sent the key",
        );
        assert.deepEqual(thief.heard, []);
      });

    it(`${id}: stops the job before anything is made, says so, and leaves it to the user`, async () => {
      const world = newWorld();
      const { id: job } = await world.add({ provider: specAt(service.origin) });
      await assert.rejects(followJob(job, world.tools), /sends the request on to 127\.0\.0\.1:\d+, which was not agreed to/);
      const { state, problem } = await world.tools.store.read(job);
      assert.deepEqual([state, problem?.includes("Check the service's address")], ["pending", true]);
      assert.deepEqual(thief.heard, []);
    });
  }
});

describe("a request", () => {
  let server: Listener;
  let body: string;
  beforeEach(async () => {
    body = "{}";
    server = await listen(() => ({ status: 200, body, headers: { "content-length": String(body.length) } }));
  });
  afterEach(() => server.close());
  const problem = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "none",
      (error: unknown) => (error instanceof NetError ? error.problem : String(error)),
    );
  const key = { headers: { authorization: "Bearer x" } };

  it("goes to the one address that it is bound to", async () => {
    const bound = boundFetch({ baseUrl: `${server.origin}/v1` });
    assert.deepEqual(await (await bound(`${server.origin}/v1/models`)).json(), {});
    assert.equal(await problem(bound("https://example.org/v1/models", key)), "elsewhere");
    assert.equal(await problem(bound(new Request("https://example.org/v1/models", key))), "elsewhere");
    assert.equal(await problem(bound(server.origin.replace("//", "//user:password@"))), "elsewhere");
  });

  it("with a key goes over no network that others can read", async () => {
    const bound = boundFetch({ baseUrl: "http://192.0.2.1", timeoutMs: 50 });
    for (const name of ["authorization", "api-key", "x-api-key"])
      assert.equal(await problem(bound("http://192.0.2.1/", { headers: { [name]: "x" } })), "plain");
    assert.notEqual(await problem(bound("http://192.0.2.1/")), "plain");
  });

  it("takes no answer that is larger than allowed, whether it says so or not", async () => {
    body = JSON.stringify("x".repeat(3000));
    const bound = boundFetch({ baseUrl: server.origin, mostBytes: 2000 });
    assert.equal(await problem(bound(server.origin)), "tooLarge");
    const chunked = await listenChunked(body);
    assert.equal(await problem(boundFetch({ baseUrl: chunked.origin, mostBytes: 2000 })(chunked.origin).then((r) => r.text())), "tooLarge");
    assert.equal((await (await boundFetch({ baseUrl: chunked.origin })(chunked.origin)).text()).length, body.length);
    await chunked.close();
  });

  it("does not wait for an answer that stops in the middle", async () => {
    const endless = await listenChunked("{", true);
    const work = boundFetch({ baseUrl: endless.origin, timeoutMs: 200 })(endless.origin).then((reply) => reply.text());
    assert.equal(await problem(work), "timeout");
    await endless.close();
  });
});

async function listenChunked(text: string, endless = false): Promise<Pick<Listener, "origin" | "close">> {
  const server = createServer((_, response) => {
    response.write(text);
    if (!endless) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
