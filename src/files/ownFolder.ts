import { lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Makes a folder that is ours alone, part by part.
 * @param root absolute path of a folder that is there
 * @param parts names of folders, each in the one before
 * @returns the folder's absolute path
 * @throws Error if one of the parts is a link: what it leads to is not ours to write
 */
export async function ownFolder(root: string, ...parts: readonly string[]): Promise<string> {
  let folder = root;
  for (const part of parts) {
    folder = join(folder, part);
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    const there = await lstat(folder);
    if (there.isSymbolicLink()) throw new Error(`${folder} is a link; remove it, and LF Lens makes the folder itself.`);
    if (!there.isDirectory()) throw new Error(`${folder} is a file; move it away, and LF Lens makes a folder of that name.`);
  }
  return folder;
}
