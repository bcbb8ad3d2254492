import { createHmac, randomBytes } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { readUnlinkedFile } from "./regularFile";

/** What shows that LF Lens wrote a text that lies in a project's folder, for this user and on this machine. */
export type Seal = (text: string) => Promise<string>;

const KEY_BYTES = 32;

/** @param state the folder of `userStateFolder`: its key is made when it is first needed */
export function openSeal(state: string): Seal {
  let key: Promise<Buffer> | undefined;
  return async (text) =>
    createHmac("sha256", await (key ??= machineKey(state)))
      .update(text)
      .digest("base64url");
}

/** A key of this user on this machine; made when it is first needed. */
async function machineKey(state: string): Promise<Buffer> {
  const path = join(state, "seal.key");
  return writingState(state, async () => {
    await mkdir(state, { recursive: true, mode: 0o700 });
    // Made by one of many who come at once; the others read it. It is so small that it is there whole as soon as it has its size.
    const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return undefined;
    });
    if (file)
      try {
        await file.writeFile(randomBytes(KEY_BYTES));
        await file.sync();
      } finally {
        await file.close();
      }
    for (let tries = 0; ; tries++) {
      const key = await readUnlinkedFile(path, KEY_BYTES);
      if (key.length === KEY_BYTES) return key;
      if (tries > 50) throw new Error(`${path} is damaged. Delete it: what LF Lens made before then counts as made elsewhere.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

/** @throws Error that says what to do, if the user's own storage cannot be written */
export async function writingState<T>(state: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(
      `${state}: what you agree to is kept here, and it cannot be written (${message}). Make room or allow it, or set XDG_STATE_HOME to another folder.`,
      { cause: error },
    );
  }
}
