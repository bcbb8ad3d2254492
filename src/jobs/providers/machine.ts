import { execFile } from "node:child_process";
import { homedir } from "node:os";

/** What of this machine providers look at to find the credentials that users of a platform have already. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Runs a program, without a shell. @returns what it prints @throws Error with what it says, or "ENOENT" where there is none */
  run(program: string, args: readonly string[], signal?: AbortSignal): Promise<string>;
}

const MOST_MS = 60_000;

export const thisMachine: Machine = {
  env: process.env,
  home: homedir(),
  run: (program, args, signal) =>
    new Promise((resolve, reject) => {
      // A workspace's own folder must not decide which program it is.
      const options = { cwd: homedir(), timeout: MOST_MS, windowsHide: true, ...(signal ? { signal } : {}) };
      execFile(program, [...args], options, (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        reject(error.code === "ENOENT" ? error : new Error(stderr.trim().split("\n").at(-1) || error.message));
      });
    }),
};
