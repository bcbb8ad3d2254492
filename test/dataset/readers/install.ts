// Makes a virtual environment in out/readers with the programs that read exports (some 600 MB): npx tsx test/dataset/readers/install.ts
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../command";

const folder = join(__dirname, "../../../out/readers");
const requirements = join(__dirname, "requirements.txt");

/**
 * Installs once; again when the requirements change.
 * @returns the path of its Python
 * @throws Error if Python or a package cannot be had
 */
export function installReaders(): string {
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

if (require.main === module) console.log(installReaders());
