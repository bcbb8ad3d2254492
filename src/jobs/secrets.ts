import { isLoopback } from "../net/boundFetch";
import type { CredentialField } from "./providers/description";
import { descriptionOf, type ProviderSpec } from "./providers/descriptions";
import { redactor } from "./redact";

/** Which secret is asked for: a provider's own, or one for a host that speaks its protocol, so that no host gets another's. */
export interface SecretName {
  /** The provider's id, or that of the account that several providers share. */
  readonly provider: string;
  /** Absent for the provider's own address. */
  readonly host?: string;
  /** Which of a credential's strings; absent where it is one string. */
  readonly field?: string;
}

/**
 * The credential that a provider asks for; `required` unless users have it elsewhere, too, or the provider runs on this machine.
 * Undefined where it asks for none.
 */
export function secretOf(spec: ProviderSpec): { readonly name: SecretName; readonly required: boolean } | undefined {
  const { credential } = descriptionOf(spec);
  if (!credential) return undefined;
  const { account, elsewhere, always, ownUrl } = credential;
  const address = credential.address(spec);
  const { host, hostname } = new URL(address);
  const provider = account?.id ?? spec.id;
  // A key goes to its own host only: another endpoint is asked for under its own name.
  const name = address === ownUrl ? { provider } : { provider, host };
  return { name, required: elsewhere === undefined && (always === true || !isLoopback(hostname)) };
}

export type SecretSource = (name: SecretName) => Promise<string | undefined>;

export interface SecretKeeper {
  get(name: SecretName): Promise<string | undefined>;
  /** The strings of a credential by their names; undefined unless all that it needs are there. */
  fields(name: SecretName, fields: readonly CredentialField[]): Promise<Readonly<Record<string, string>> | undefined>;
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
  const read = async (name: SecretName): Promise<string | undefined> => (await source(name))?.trim() || undefined;
  return {
    async get(name) {
      const key = await read(name);
      if (key !== undefined) hide(key);
      return key;
    },
    async fields(name, fields) {
      const found: Record<string, string> = {};
      for (const { name: field, open, optional } of fields) {
        const value = await read(field === undefined ? name : { ...name, field });
        if (value === undefined && !optional) return undefined;
        if (value === undefined) continue;
        if (!open) hide(value);
        found[field ?? "key"] = value;
      }
      return found;
    },
    hide,
    redact: (text) => redact(text),
  };
}
