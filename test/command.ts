import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command quietly to its end and returns what it wrote. Throws an error with its last lines when it cannot start or fails. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): string {
  const shell = process.platform === "win32" && command === "npm";
  const child = spawnSync(command, args, { ...options, shell, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  if (child.status === 0) return child.stdout;
  const output = child.error?.message ?? `${child.stdout}\n${child.stderr}`.trim().split("\n").slice(-40).join("\n");
  throw new Error(`${[command, ...args].join(" ")} failed:\n${output}`);
}

/** Runs a command to its end, its output shown on stderr as it comes. True when it succeeded. */
export function showCommand(command: string, args: readonly string[], options: CommandOptions = {}): boolean {
  const shell = process.platform === "win32" && command === "npm";
  const child = spawnSync(command, args, { ...options, shell, stdio: ["ignore", process.stderr, process.stderr] });
  if (child.error) console.error(child.error.message);
  return child.status === 0;
}

/** The full path of the first of these programs that is in PATH. */
export function findProgram(...names: readonly string[]): string | undefined {
  const endings = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names
    .flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
    .find((path) => existsSync(path));
}
