import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { identify, isRunning, type OwnProcess } from "../../../files/processes";
import type { CommandLine } from "./commandLine";

const run = promisify(execFile);

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

export interface ProcessPlace {
  readonly folder: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** An open file. */
  readonly output: number;
  readonly exit: string;
}

/**
 * Starts a program in a process group of its own. It outlives this process; its output goes to an open file, and how it ended to
 * the file `exit`: `{"code": 0}`, null for a signal, with `error` if there is no such program.
 * @throws Error if the folder is not there
 */
export async function startProcess({ program, args }: CommandLine, { folder, env, output, exit }: ProcessPlace): Promise<OwnProcess> {
  // In VS Code, Node is Electron told to be it.
  const electron = process.env["ELECTRON_RUN_AS_NODE"] === undefined ? "ours" : "given";
  const child = spawn(process.execPath, ["-e", SUPERVISOR, exit, electron, program, ...args], {
    cwd: folder,
    env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
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
