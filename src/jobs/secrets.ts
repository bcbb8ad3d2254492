import { isLoopback } from "../net/boundFetch";
import { OPENAI_URL, TOGETHER_URL, type ProviderSpec } from "./providerSpec";

/** Which key is asked for: a provider's own, or one for a host that speaks its protocol, so that no host gets another's key. */
export interface SecretName {
  readonly provider: "openai" | "azure" | "together";
  /** Absent for the provider's own address. */
  readonly host?: string;
}

/** The key that a provider asks for; `required` unless it runs on this machine. Undefined where it asks for none. */
export function secretOf(spec: ProviderSpec): { readonly name: SecretName; readonly required: boolean } | undefined {
  const address = spec.id === "azure" ? spec.endpoint : spec.id === "openai" || spec.id === "together" ? spec.baseUrl : undefined;
  if (address === undefined) return undefined;
  const { host, hostname } = new URL(address);
  const isOwn = address === (spec.id === "openai" ? OPENAI_URL : TOGETHER_URL);
  const provider = spec.id as SecretName["provider"];
  // A key goes to its own host only: another endpoint is asked for under its own name.
  return { name: isOwn ? { provider } : { provider, host }, required: spec.id === "azure" || !isLoopback(hostname) };
}

export type SecretSource = (name: SecretName) => Promise<string | undefined>;

export interface SecretKeeper {
  get(name: SecretName): Promise<string | undefined>;
  /** Text without any key that was ever given out: "[key]" stands for it. */
  redact(text: string): string;
}

/** Anything shorter is no key but a stand-in ("none"), and might be part of any word. */
const SHORTEST = 8;

/** Hands keys out and remembers them, so that none can get into a record, a log or an error. */
export function keepSecrets(source: SecretSource): SecretKeeper {
  const given = new Set<string>();
  return {
    async get(name) {
      const key = (await source(name))?.trim();
      if (!key) return undefined;
      if (key.length >= SHORTEST) given.add(key);
      return key;
    },
    redact: (text) => [...given].reduce((clean, key) => clean.replaceAll(key, "[key]"), text),
  };
}
