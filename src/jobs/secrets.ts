/** Which key is asked for: a provider's own, or one for a host that speaks its protocol, so that no host gets another's key. */
export interface SecretName {
  readonly provider: "openai" | "azure" | "together";
  /** Absent for the provider's own address. */
  readonly host?: string;
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
