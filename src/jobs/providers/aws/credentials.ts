import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Clock } from "../../../net/clock";
import { ServiceFailure } from "../../../net/failure";
import type { SecretKeeper } from "../../secrets";
import { renewed, type Renewed, type Temporary } from "../http/authorize";
import type { Machine } from "../machine";
import { awsCredential } from "./account";
import type { AwsCredential } from "./signature";

interface Sources {
  readonly secrets: SecretKeeper;
  readonly machine: Machine;
  readonly clock: Clock;
  /** The profile that the ticket names. */
  readonly profile?: string;
}

type Found = Temporary<AwsCredential> | undefined;

/** The credential of a ticket, from where AWS's users have it; one that ends is obtained anew before it does. */
export function awsCredentials(sources: Sources): Renewed<AwsCredential> {
  const { secrets, machine, clock, profile } = sources;
  const obtain = async (signal?: AbortSignal): Promise<Temporary<AwsCredential>> => {
    const name = profile ?? machine.env["AWS_PROFILE"];
    const found =
      (profile === undefined ? ((await own(secrets)) ?? fromEnvironment(machine)) : undefined) ??
      (await fromFile(machine, name ?? "default")) ??
      (await fromCli(machine, name, signal));
    for (const text of [found.value.secretAccessKey, found.value.sessionToken]) if (text !== undefined) secrets.hide(text);
    return found;
  };
  return renewed(obtain, clock);
}

async function own(secrets: SecretKeeper): Promise<Found> {
  const found = await secrets.fields({ provider: awsCredential.account.id }, awsCredential.fields);
  return found && { value: found as unknown as AwsCredential, renewable: false };
}

function fromEnvironment({ env }: Machine): Found {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { value: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }, renewable: false };
}

/** Keys that stand in the user's credentials file. Some tool may write new ones there when they end. */
async function fromFile({ env, home }: Machine, profile: string): Promise<Found> {
  const path = env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(home, ".aws", "credentials");
  const text = await readFile(path, "utf8").catch(() => "");
  const {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_session_token: sessionToken,
  } = sectionOf(text, profile);
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { value: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }, renewable: sessionToken !== undefined };
}

/** The settings of a section of an INI file. */
function sectionOf(text: string, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const [, section] = /^\s*\[\s*(.*?)\s*\]/.exec(line) ?? [];
    if (section !== undefined) inside = section === name;
    const [, key, value] = /^([\w]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (inside && key !== undefined) found[key.toLowerCase()] = value!;
  }
  return found;
}

/** What `aws configure export-credentials` prints, which is what a credential process prints. */
const exportSchema = z.looseObject({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string().nullish(),
  Expiration: z.string().nullish(),
});

async function fromCli(machine: Machine, profile: string | undefined, signal?: AbortSignal): Promise<Temporary<AwsCredential>> {
  const which = profile === undefined ? [] : ["--profile", profile];
  const printed = await machine
    .run("aws", ["configure", "export-credentials", "--format", "process", ...which], signal)
    .catch((error: unknown) => {
      signal?.throwIfAborted();
      throw noCredential(profile, error as NodeJS.ErrnoException);
    });
  const parsed = exportSchema.safeParse(parseJson(printed));
  if (!parsed.success) throw noCredential(profile, new Error("the AWS CLI printed no credential"));
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parsed.data;
  const endsAt = Expiration ? Date.parse(Expiration) : NaN;
  return {
    value: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, ...(SessionToken ? { sessionToken: SessionToken } : {}) },
    renewable: true,
    ...(Number.isNaN(endsAt) ? {} : { endsAt }),
  };
}

function noCredential(profile: string | undefined, { code, message }: NodeJS.ErrnoException): ServiceFailure {
  const why = code === "ENOENT" ? "the AWS CLI is not installed" : message;
  const name = profile === undefined ? "" : ` for the profile "${profile}"`;
  const login = profile === undefined ? "aws sso login" : `aws sso login --profile ${profile}`;
  return new ServiceFailure(
    "key",
    `There is no AWS credential${name} (${why}). Set an access key, or sign in with \`${login}\`, then resume the job.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
