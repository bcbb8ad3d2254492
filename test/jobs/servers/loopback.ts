import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Buffer;
  /** What it asks for: "POST /v1/files", with the operation's name where that is in a header. */
  readonly name: string;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What goes wrong with a request: the connection breaks before the server hears it, or after it did its work; the reply breaks off
 * in the middle; or the server answers something else instead of doing its work.
 */
export type Fault = "lost request" | "lost reply" | "cut reply" | Reply;

export interface Loopback {
  readonly origin: string;
  /** Every request that came, faulty or not: "POST /v1/files". */
  readonly seen: string[];
  /** Decides before a request is handled whether something goes wrong with it. */
  fault: (request: Request, index: number) => Fault | undefined | Promise<Fault | undefined>;
  close(): Promise<void>;
}

const open: Loopback[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** An HTTP server on 127.0.0.1, closed when the test is done. Errors of `handle` are thrown when it is closed. */
export async function startLoopback(handle: (request: Request) => Reply | Promise<Reply>): Promise<Loopback> {
  const errors: unknown[] = [];
  const server: Server = createServer((message, response) => {
    void (async () => {
      const request = await read(message);
      const index = loopback.seen.push(request.name) - 1;
      const fault = await loopback.fault(request, index);
      if (fault === "lost request") return void message.socket.destroy();
      const { status, body, headers } = typeof fault === "object" ? fault : await handle(request);
      if (fault === "lost reply") return void message.socket.destroy();
      // What is no JSON is a text already.
      const text = typeof body === "string" ? body : JSON.stringify(body);
      if (request.method === "HEAD") return void response.writeHead(status, headers).end();
      response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers });
      if (fault !== "cut reply") return void response.end(text);
      response.write(text.slice(0, text.length / 2), () => message.socket.destroy());
    })().catch((error: unknown) => {
      errors.push(error);
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error: { message: String(error) } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const loopback: Loopback = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    fault: () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (errors.length > 0) throw errors[0];
    },
  };
  open.push(loopback);
  return loopback;
}

async function read(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? "/", "http://loopback");
  const operation = message.headers["x-amz-target"] as string | undefined;
  const method = message.method ?? "GET";
  return {
    method,
    name: `${method} ${url.pathname}${operation === undefined ? "" : ` ${operation}`}`,
    path: url.pathname,
    query: url.searchParams,
    headers: new Headers(message.headers as Record<string, string>),
    body: Buffer.concat(chunks),
  };
}

/** The fields of a multipart body. */
export const formOf = ({ headers, body }: Request): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { "content-type": headers.get("content-type") ?? "" } }).formData();
