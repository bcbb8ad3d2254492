import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command";

const out = join(__dirname, "../out");

/**
 * Makes a virtual environment in out/, once; again when the requirements change.
 * @param name of its folder
 * @param requirements absolute path of the file that lists its packages
 * @returns the path of its Python
 * @throws Error if Python or a package cannot be had
 */
export function installPython(name: string, requirements: string): string {
  const folder = join(out, name);
  const python = join(folder, "venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const done = join(folder, "installed.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return python;
  mkdirSync(folder, { recursive: true });
  if (!existsSync(python)) runCommand("python3", ["-m", "venv", join(folder, "venv")]);
  runCommand(python, ["-m", "pip", "install", "--quiet", "--retries", "0", "--timeout", "20", "--requirement", requirements]);
  writeFileSync(done, wanted);
  return python;
}
