import { isLoopback } from "../../../net/boundFetch";
import type { Clock } from "../../../net/clock";
import type { FailureKind } from "../../../net/failure";
import type { Renewed } from "../http/authorize";
import { type Advice, jobAdvice } from "../http/httpFailure";
import type { HttpService } from "../http/requestJson";
import { awsSigner, type AwsCredential } from "./signature";

export interface AwsPlace {
  readonly region: string;
  /** One address for all services, as AWS_ENDPOINT_URL is; absent: AWS's own. */
  readonly endpoint?: string | undefined;
}

/** The address of a service in a region. */
export const awsUrl = (host: string, { region, endpoint }: AwsPlace): string =>
  endpoint ?? `https://${host}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;

/** AWS's common errors, and those of the services that are spoken to here. Most come with status 400. */
const codes: Readonly<Record<string, FailureKind>> = {
  ...kinds("key", "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized", "OptInRequired"),
  ...kinds("key", "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId"),
  ...kinds("key", "MissingAuthenticationToken", "SignatureDoesNotMatch", "InvalidSignatureException", "RequestTimeTooSkewed"),
  ...kinds("limited", "ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown"),
  ...kinds("quota", "ResourceLimitExceeded", "ServiceQuotaExceededException", "LimitExceededException"),
  ...kinds("gone", "ResourceNotFound", "ResourceNotFoundException", "NoSuchKey", "NoSuchBucket", "NoSuchUpload"),
  ...kinds("unreachable", "InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException", "OperationAborted"),
};

function kinds(kind: FailureKind, ...names: string[]): Record<string, FailureKind> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

const advice: Advice = {
  ...jobAdvice,
  key: "Check the credential and what its user or role may do (a denial names the action), then resume the job.",
  quota: "Request an increase of that quota in the Service Quotas console, or use another instance type, then resume the job.",
  gone: "It may have been deleted there, or it is in another region or account.",
};

interface AwsService extends AwsPlace {
  readonly title: string;
  /** The first part of the host's name. */
  readonly host: string;
  /** The name in signatures. */
  readonly signing: string;
}

/** A service of AWS, spoken to with signed requests. */
export function awsService(
  { title, host, signing, region, endpoint }: AwsService,
  credential: Renewed<AwsCredential>,
  clock: Clock,
): HttpService {
  return {
    title,
    baseUrl: awsUrl(host, { region, endpoint }),
    authorizer: awsSigner({ service: signing, region }, credential, clock),
    now: () => clock.now(),
    advice,
    codes,
    errorIn: awsError,
  };
}

/** What went wrong, in JSON (`__type`) or XML (`<Code>`), or nothing but a status in a reply to HEAD. */
export function awsError(text: string, headers: Headers): { message: string; code?: string } {
  const [json, xml] = [jsonError(text), xmlError(text)];
  const code = (json?.code ?? headers.get("x-amzn-errortype") ?? xml?.code)?.replace(/^.*#/, "").replace(/:.*$/, "");
  const message = json?.message ?? xml?.message ?? (text.trim() === "" ? "nothing more." : text);
  return { message, ...(code === undefined ? {} : { code: /^Requested resource not found/.test(message) ? "ResourceNotFound" : code }) };
}

interface Said {
  readonly code?: string;
  readonly message?: string;
}

function jsonError(text: string): Said | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const { __type, message, Message } = JSON.parse(text) as Record<string, unknown>;
    const said = [message, Message].find((one) => typeof one === "string");
    return { ...(typeof __type === "string" ? { code: __type } : {}), ...(said === undefined ? {} : { message: said }) };
  } catch {
    return undefined;
  }
}

function xmlError(text: string): Said | undefined {
  const [code, message] = ["Code", "Message"].map((name) => xmlText(text, name));
  return code === undefined ? undefined : { code, message: message ?? code };
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** The text of the first element of that name: AWS's short answers need no more of XML. */
export function xmlText(text: string, name: string): string | undefined {
  const [, found] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text) ?? [];
  return found?.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => NAMED[entity]!);
}

/** A server on this machine serves nobody else. */
export const pollOf = (url: string, ms: number): number => (isLoopback(new URL(url).hostname) ? 1000 : ms);
