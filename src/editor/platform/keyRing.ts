import type { ExtensionContext } from "vscode";
import type { SecretName } from "../../services/jobs/jobs";

/** Strings of a credential by the names of its fields; where it is one string, its name is "". */
export type SecretValues = Readonly<Record<string, string>>;

/** Providers' keys. They are in the editor's SecretStorage and nowhere else; `names` are kept beside it, since it lists none itself. */
export interface KeyRing {
  /** One string. */
  get(name: SecretName): Promise<string | undefined>;
  /** Whether there is anything of a credential. */
  has(name: SecretName): Promise<boolean>;
  /** Takes the place of all strings that there were. */
  set(name: SecretName, values: SecretValues): Promise<void>;
  clear(name: SecretName): Promise<void>;
  /** What keys there are for. */
  names(): readonly SecretName[];
}

const NAMES = "keyNames";

export function openKeyRing({ secrets, globalState }: Pick<ExtensionContext, "secrets" | "globalState">): KeyRing {
  const names = (): readonly SecretName[] => globalState.get<SecretName[]>(NAMES) ?? [];
  const others = (name: SecretName): SecretName[] => names().filter((known) => idOf(known) !== idOf(name));
  return {
    async get(name) {
      const text = await secrets.get(idOf(name));
      return text === undefined || name.field === undefined ? text : (JSON.parse(text) as SecretValues)[name.field];
    },
    has: async (name) => (await secrets.get(idOf(name))) !== undefined,
    async set(name, values) {
      // All at once: nobody may see a new name with an old secret.
      await secrets.store(idOf(name), values[""] ?? JSON.stringify(values));
      await globalState.update(NAMES, [...others(name), name]);
    },
    async clear(name) {
      await secrets.delete(idOf(name));
      await globalState.update(NAMES, others(name));
    },
    names,
  };
}

const idOf = ({ provider, host }: SecretName): string => `lfLens.key ${provider}${host === undefined ? "" : ` ${host}`}`;
