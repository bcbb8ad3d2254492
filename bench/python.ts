/** Runs programs for benchmarks that compare with a Python package, in a virtual environment under out/. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const top = join(__dirname, "..");
const MOST_MINUTES = 15;

/** What the program printed. Throws an Error with its last words if it fails or takes 15 minutes. */
export function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: top,
    encoding: "utf8",
    env: { ...process.env, ...environment },
    timeout: MOST_MINUTES * 60_000,
  });
  if (status === 0) return stdout;
  const said = error?.message ?? stderr.trim().split("\n").slice(-3).join("\n");
  throw new Error(`${command} ${args.slice(0, 3).join(" ")} failed: ${said}`);
}

/**
 * Makes out/<name>/venv on the first call, with the packages of a requirements file. Throws an Error if that cannot be done.
 * @returns the path of its Python
 */
export function pythonWith(name: string, requirements: string): string {
  const folder = join(top, "out", name);
  const python = join(folder, "venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(python)) run("python3", ["-m", "venv", join(folder, "venv")]);
  run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  return python;
}
