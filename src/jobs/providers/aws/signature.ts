import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Clock } from "../../../net/clock";
import type { Authorizer, OutgoingRequest, Renewed } from "../http/authorize";
import type { HttpReply } from "../http/httpFailure";

export interface AwsCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsScope {
  /** The service's name in signatures, such as "s3". */
  readonly service: string;
  readonly region: string;
}

const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"]);
const SKEWED = new Set(["RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException", "SignatureDoesNotMatch"]);
/** AWS takes times that are off by so much. */
const MOST_SKEW_MS = 4 * 60_000;

/** Signs requests with AWS Signature Version 4. It follows the service's clock where this machine's is wrong. */
export function awsSigner({ service, region }: AwsScope, credential: Renewed<AwsCredential>, clock: Clock): Authorizer {
  let skew = 0;
  return {
    authorize: async (request, signal) => signed(request, { service, region }, await credential.get(signal), new Date(clock.now() + skew)),
    refused(reply) {
      if (EXPIRED.has(reply.code ?? "")) return credential.drop();
      const found = SKEWED.has(reply.code ?? "") ? skewOf(reply, clock.now()) : undefined;
      if (found === undefined || Math.abs(found - skew) < MOST_SKEW_MS) return false;
      skew = found;
      return true;
    },
  };
}

function skewOf({ headers }: HttpReply, now: number): number | undefined {
  const theirs = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(theirs) ? undefined : theirs - now;
}

/** The headers of a request signed at a time. */
export async function signed(
  { method, url, headers, body }: OutgoingRequest,
  { service, region }: AwsScope,
  credentials: AwsCredential,
  at: Date,
): Promise<Record<string, string>> {
  // Paths of S3 are signed as they are sent; those of all others are escaped once more.
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: service === "s3",
  });
  const { headers: all } = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { ...headers, host: url.host },
      body,
    },
    { signingDate: at },
  );
  const { host: _, ...sent } = all;
  return sent;
}

function queryOf(url: URL): Record<string, string | string[]> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)]));
}

/** SHA-256 of this machine in the shape that the signer asks for. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {}
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
