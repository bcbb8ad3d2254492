import { isLoopback } from "../net/boundFetch";
import { descriptionOf, type ProviderSpec } from "./providers/descriptions";
import { redactor } from "./redact";

/** Which key is asked for: a provider's own, or one for a host that speaks its protocol, so that no host gets another's key. */
export interface SecretName {
  /** The provider's id. */
  readonly provider: string;
  /** Absent for the provider's own address. */
  readonly host?: string;
}

/** The key that a provider asks for; `required` unless it runs on this machine. Undefined where it asks for none. */
export function secretOf(spec: ProviderSpec): { readonly name: SecretName; readonly required: boolean } | undefined {
  const { credential } = descriptionOf(spec);
  if (!credential) return undefined;
  const address = credential.address(spec);
  const { host, hostname } = new URL(address);
  const provider = spec.id;
  // A key goes to its own host only: another endpoint is asked for under its own name.
  const name = address === credential.ownUrl ? { provider } : { provider, host };
  return { name, required: credential.always === true || !isLoopback(hostname) };
}

export type SecretSource = (name: SecretName) => Promise<string | undefined>;

export interface SecretKeeper {
  get(name: SecretName): Promise<string | undefined>;
  /** Treats a text as a key, too, without giving it out. */
  hide(key: string): void;
  /** Text without any key that was ever given out, however it is written: "[key]" stands for it. */
  redact(text: string): string;
}

/** Anything shorter is no key but a stand-in ("none"), and might be part of any word. */
const SHORTEST = 8;

/** Hands keys out and remembers them, so that none can get into a record, a log or an error. */
export function keepSecrets(source: SecretSource): SecretKeeper {
  const given = new Set<string>();
  let redact = redactor([]);
  const hide = (key: string): void => {
    if (key.length < SHORTEST || given.has(key)) return;
    given.add(key);
    redact = redactor([...given]);
  };
  return {
    async get(name) {
      const key = (await source(name))?.trim();
      if (!key) return undefined;
      hide(key);
      return key;
    },
    hide,
    redact: (text) => redact(text),
  };
}
