import { createHash, createHmac } from "node:crypto";
import type { Reply, Request } from "./loopback";

export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w{64})$/;

/**
 * What AWS says of a request's signature, worked out from its documentation and apart from the signer under test; undefined if it is
 * right. A token of another key has expired, and times may be off by five minutes.
 */
export function signatureProblem(request: Request, service: string, region: string, key: AwsKey, now: number): string | undefined {
  const { method, path, query, headers, body } = request;
  const found = AUTHORIZATION.exec(headers.get("authorization") ?? "");
  if (!found) return "MissingAuthenticationToken";
  const [, id, day, itsRegion, itsService, names, signature] = found as unknown as string[];
  if ((headers.get("x-amz-security-token") ?? undefined) !== key.sessionToken) return "ExpiredTokenException";
  if (id !== key.accessKeyId) return "UnrecognizedClientException";
  if (itsRegion !== region || itsService !== service) return "SignatureDoesNotMatch";
  const time = headers.get("x-amz-date")!;
  const at = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!time.startsWith(day!) || Math.abs(at - now) > 5 * 60_000) return "RequestTimeTooSkewed";
  const signed = names!.split(";");
  for (const name of headers.keys()) if ((name.startsWith("x-amz-") || name === "host") && !signed.includes(name)) return "UnsignedHeader";
  const hash = sha256(body);
  if (service === "s3" && headers.get("x-amz-content-sha256") !== hash) return "XAmzContentSHA256Mismatch";
  const pairs = [...query].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort();
  const canonical = [
    method,
    service === "s3" ? path : path.split("/").map(escaped).join("/"),
    pairs.join("&"),
    ...signed.map((name) => `${name}:${headers.get(name)!.trim().replace(/ +/g, " ")}`),
    "",
    names,
    hash,
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const signing = ["aws4_request", service, region, day!].reduceRight<Buffer>(
    (one, part) => hmac(one, part),
    Buffer.from(`AWS4${key.secretAccessKey}`),
  );
  const right = hmac(signing, ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n")).toString("hex");
  return signature === right ? undefined : "SignatureDoesNotMatch";
}

/** An error as AWS's JSON protocols have it. */
export const awsError = (status: number, code: string, message: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { __type: `com.amazonaws#${code}`, message },
});
