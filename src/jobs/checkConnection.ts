import type { Provider } from "./provider";
import { checked, type ConnectionCheck } from "./providers/connection";
import type { SecretKeeper } from "./secrets";

/** No file has this name: a list of uploads is all that is asked for. */
const NO_FILE = "lf-lens-connection-test";

/** Looks at what a job at a provider would need, without making or sending anything. */
export async function checkConnection(
  provider: Provider,
  secrets: Pick<SecretKeeper, "redact">,
  signal?: AbortSignal,
): Promise<readonly ConnectionCheck[]> {
  const { host, title, ending } = provider;
  if (host === undefined && ending === undefined) return [{ what: title, says: "It runs on this machine.", ok: true }];
  const found = provider.check
    ? await provider.check(signal)
    : [await checked("Connection", () => provider.findUpload(NO_FILE, signal).then(() => `${host} accepts the key.`))];
  return found.map((check) => ({ ...check, says: secrets.redact(check.says) }));
}
