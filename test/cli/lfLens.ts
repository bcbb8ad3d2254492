// Runs the built `lf-lens` as a user does, and makes projects for it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const cli = resolve(__dirname, "../../dist/cli.js");

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function lfLens(...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", timeout: 120_000 });
  return { code: status, stdout, stderr };
}

/** A folder of its own with these files; `copies` maps a name to the file it is a copy of. Removed after the tests of the suite. */
export function makeProject(files: Readonly<Record<string, string>>, copies: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-cli-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const [name, from] of Object.entries(copies)) cpSync(from, join(folder, name));
  return folder;
}

const made: string[] = [];

export const removeProjects = (): void => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
