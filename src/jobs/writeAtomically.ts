import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

/** Under another name first, then flushed and renamed: a reader sees the old file or the new one, whenever the machine stops. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
