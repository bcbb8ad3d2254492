import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import * as z from "zod";
import type { CommandLine } from "./commandLine";

const run = promisify(execFile);

/** A process, told apart from a later one that happens to get its number: when it started is in the system's own words. */
export const ownProcessSchema = z.strictObject({ pid: z.int().positive(), started: z.string() });
export type OwnProcess = Readonly<z.infer<typeof ownProcessSchema>>;

/**
 * What stands between LF Lens and the program: a process that starts it, waits for it and writes down how it ended, also when
 * LF Lens is no more by then. A signal to the group reaches the program itself; this one only has to outlive it.
 * Arguments: the file for the exit, whether Electron was to be Node for us only, the program and its arguments.
 */
const SUPERVISOR = `
const { spawn } = require("node:child_process");
const { renameSync, writeFileSync } = require("node:fs");
const [exit, electron, program, ...args] = process.argv.slice(1);
process.on("SIGTERM", () => {});
if (electron === "ours") delete process.env.ELECTRON_RUN_AS_NODE;
const end = (how) => {
  writeFileSync(exit + ".new", JSON.stringify(how));
  renameSync(exit + ".new", exit);
};
const child = spawn(program, args, { stdio: "inherit", windowsHide: true });
child.on("error", (error) => end({ code: null, error: error.message }));
child.on("exit", (code) => end({ code }));
`;

/**
 * Starts a program in a process group of its own. It outlives this process; its output goes to an open file, and how it ended to
 * the file `exit`: `{"code": 0}`, null for a signal, with `error` if there is no such program.
 * @throws Error if the folder is not there
 */
export async function startProcess({ program, args }: CommandLine, folder: string, output: number, exit: string): Promise<OwnProcess> {
  // In VS Code, Node is Electron told to be it.
  const electron = process.env["ELECTRON_RUN_AS_NODE"] === undefined ? "ours" : "given";
  const child = spawn(process.execPath, ["-e", SUPERVISOR, exit, electron, program, ...args], {
    cwd: folder,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    detached: true,
    windowsHide: true,
    stdio: ["ignore", output, output],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  return identify(child.pid!);
}

/** The process that has this number now. */
export const identify = async (pid: number): Promise<OwnProcess> => ({ pid, started: (await startTime(pid)) ?? "ended at once" });

export const isRunning = async ({ pid, started }: OwnProcess): Promise<boolean> => (await startTime(pid)) === started;

/** Ends a process and all that it started; does nothing if it has ended or its number is another's now. */
export async function endGroup(process_: OwnProcess, how: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (!(await isRunning(process_))) return;
  if (process.platform === "win32") {
    await run("taskkill", ["/pid", String(process_.pid), "/t", "/f"], { windowsHide: true }).catch(() => {});
    return;
  }
  try {
    process.kill(-process_.pid, how);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

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
