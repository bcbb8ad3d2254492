import { statfs } from "node:fs/promises";

/**
 * A full disk in plain words; any other error is answered as it is.
 * @param folder absolute path of a folder on the disk that was written to
 * @param lost what was not done, as a whole sentence
 * @param bytes how many were to be written, where that is known
 */
export async function explainFullDisk(error: unknown, folder: string, lost: string, bytes?: number): Promise<unknown> {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => `${megabytes(bavail * bsize)} free`,
    () => undefined,
  );
  const need = bytes === undefined ? undefined : `${megabytes(bytes)} needed`;
  const figures = [free, need].filter((text) => text !== undefined).join(", ");
  const quota = code === "EDQUOT" ? "your share of the disk" : "the disk";
  return new Error(`${lost} The folder ${folder}: ${quota} is full${figures === "" ? "" : ` (${figures})`}. Make room, then try again.`, {
    cause: error,
  });
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
