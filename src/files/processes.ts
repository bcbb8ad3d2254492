import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import * as z from "zod";

const run = promisify(execFile);

/** A process, told apart from a later one that happens to get its number: when it started is in the system's own words. */
export const ownProcessSchema = z.strictObject({ pid: z.int().positive(), started: z.string() });
export type OwnProcess = Readonly<z.infer<typeof ownProcessSchema>>;

/** The process that has this number now. */
export const identify = async (pid: number): Promise<OwnProcess> => ({ pid, started: (await startTime(pid)) ?? "ended at once" });

export const isRunning = async ({ pid, started }: OwnProcess): Promise<boolean> => (await startTime(pid)) === started;

/** When a process started; undefined if there is none, or if it is dead and only waits to be collected. */
async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    // proc(5): after the name in brackets come the state (field 3) and, as field 22, the start in ticks since boot.
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
  }
  const [command, args] =
    process.platform === "win32"
      ? ["powershell", ["-NoProfile", "-Command", `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]]
      : ["ps", ["-o", "lstart=", "-p", String(pid)]];
  const answer = await run(command, args, { windowsHide: true }).catch(() => undefined);
  return answer?.stdout.trim() || undefined;
}
