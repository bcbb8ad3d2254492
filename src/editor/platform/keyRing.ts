import type { ExtensionContext } from "vscode";
import type { SecretName } from "../../services/jobs/jobs";

/** Providers' keys. They are in the editor's SecretStorage and nowhere else; `names` are kept beside it, since it lists none itself. */
export interface KeyRing {
  get(name: SecretName): Promise<string | undefined>;
  set(name: SecretName, key: string): Promise<void>;
  clear(name: SecretName): Promise<void>;
  /** What keys there are for. */
  names(): readonly SecretName[];
}

const NAMES = "keyNames";

export function openKeyRing({ secrets, globalState }: Pick<ExtensionContext, "secrets" | "globalState">): KeyRing {
  const names = (): readonly SecretName[] => globalState.get<SecretName[]>(NAMES) ?? [];
  const others = (name: SecretName): SecretName[] => names().filter((known) => idOf(known) !== idOf(name));
  return {
    get: async (name) => secrets.get(idOf(name)),
    async set(name, key) {
      await secrets.store(idOf(name), key);
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
