import { join, resolve } from "node:path";
import { userStateFolder } from "../../files/userState";
import { openAgreements } from "../../jobs/agreements";
import { systemClock } from "../../net/clock";
import type { JobRecord } from "../../jobs/job";
import { descriptions, idOf } from "../../jobs/providers/descriptions";
import { providers } from "../../jobs/providers/registry";
import type { JobTools } from "../../jobs/runner";
import { keepSecrets, type SecretName } from "../../jobs/secrets";
import { openJobStore } from "../../jobs/store";
import { trainInThread } from "../../services/endModel/trainInThread";
import { warn } from "../output";

export interface FinetuneOptions {
  readonly jobs: string;
  readonly json?: boolean;
}

/** The jobs of a folder, with keys from the environment and the machine's own clock. */
export function openJobs({ jobs }: FinetuneOptions, onChange?: (job: JobRecord) => void): JobTools {
  const secrets = keepSecrets((name) => Promise.resolve(process.env[keyVariable(name) ?? ""]));
  const agreements = openAgreements(userStateFolder());
  const { seal } = agreements;
  return {
    store: openJobStore(resolve(jobs), (text) => secrets.redact(text), agreements),
    seal,
    clock: systemClock,
    secrets,
    provider: providers({ secrets, clock: systemClock, seal, train: trainInThread(join(__dirname, "training.js")) }),
    random: Math.random,
    onBusy: warn,
    ...(onChange ? { onChange } : {}),
  };
}

/**
 * The environment variable that holds a key, or one of a credential's strings. A service's own goes to its own hosts only; any other
 * host has its own variable. Undefined where there is none.
 */
export function keyVariable({ provider, host, field }: SecretName): string | undefined {
  const credential = credentials.find((one) => one.provider === provider);
  const isOwn = host === undefined ? credential?.ownUrl !== undefined : credential?.variableHosts?.test(host) === true;
  if (credential && isOwn) return credential.fields.find(({ name }) => name === field)?.variable;
  return field === undefined ? OTHER_HOSTS : undefined;
}

const OTHER_HOSTS = "LF_LENS_API_KEY";

const credentials = descriptions.flatMap((description) =>
  description.credential ? [{ ...description.credential, provider: description.credential.account?.id ?? idOf(description) }] : [],
);

const variables = credentials.flatMap(({ fields, variableNote }) =>
  fields.map(({ variable }) => `${variable}${variableNote === undefined ? "" : ` (${variableNote})`}`),
);

const elsewhere = credentials.flatMap((one) =>
  one.elsewhere === undefined ? [] : [`${one.account?.title ?? one.provider}: ${one.elsewhere}`],
);

/** Where commands find their keys, for --help. */
export const keysHelp = [
  `\nKeys come from the environment: ${[...new Set(variables)].join(", ")}, and ${OTHER_HOSTS} for any other address.`,
  ...new Set(elsewhere.map((text) => `Otherwise for ${text}.`)),
].join("\n");
