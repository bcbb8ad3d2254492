import { dirname } from "node:path";

/** An error of the file system in plain words: what failed and what to do. Other errors are returned as they are. */
export function explainWriteError(error: unknown, out: string): Error {
  const { code, message, syscall }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const folder = dirname(out);
  if (code === "ENOSPC" || code === "EDQUOT" || /no space left|disk quota/i.test(message))
    return new Error(`The disk that holds ${folder} is full. Nothing was exported; make room and export again.`, { cause: error });
  if (["EACCES", "EPERM", "EROFS"].includes(code ?? "") || /read-only file system|permission denied/i.test(message))
    return new Error(`${folder} cannot be written to. Nothing was exported; choose another folder. (${message})`, { cause: error });
  if (code === "ENOTDIR" || (code === "ENOENT" && syscall === "mkdir"))
    return new Error(`${folder} is not a folder and cannot be created. Nothing was exported; choose another folder. (${message})`, {
      cause: error,
    });
  return error instanceof Error ? error : new Error(message);
}
