import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ServiceFailure } from "../../../net/failure";
import { secretOf, type SecretKeeper } from "../../secrets";
import type { SpecOf } from "../descriptions";
import type { Machine } from "../machine";
import { huggingface } from "./description";

/** The stored token, else the environment's, else the one that `hf auth login` wrote, which is for the Hub's own address alone. */
export async function hubToken(spec: SpecOf<"huggingface">, secrets: SecretKeeper, { env, home }: Machine): Promise<string> {
  const { name } = secretOf(spec)!;
  const stored = await secrets.get(name);
  if (stored !== undefined) return stored;
  const token = name.host === undefined ? (env["HF_TOKEN"] ?? (await readToken(env, home))) : undefined;
  if (token === undefined)
    throw new ServiceFailure(
      "key",
      `There is no access token for ${huggingface.title} at ${new URL(spec.baseUrl).host}. Set one, or run \`hf auth login\`, then resume the job.`,
    );
  secrets.hide(token);
  return token;
}

async function readToken(env: Machine["env"], home: string): Promise<string | undefined> {
  const cache = env["HF_HOME"] ?? join(env["XDG_CACHE_HOME"] ?? join(home, ".cache"), "huggingface");
  const text = await readFile(env["HF_TOKEN_PATH"] ?? join(cache, "token"), "utf8").catch(() => "");
  return text.trim() || undefined;
}
