import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { debug, SourceBreakpoint, type DebugConfiguration } from "vscode";
import type { LfSite } from "../../protocol/engine";
import type { DebugRun } from "../../services/debug/debugRun";
import { slashes } from "../../files/paths";

/** How the built-in JavaScript debugger starts a run: maps to the user's files, steps over everything else. */
export function launchConfiguration(
  { program, args, folder, without }: DebugRun,
  { name, root, dist }: { readonly name: string; readonly root: string; readonly dist: string },
): DebugConfiguration {
  const runtime = nodeRuntime(process);
  return {
    type: "node",
    request: "launch",
    name,
    program,
    args: [...args],
    cwd: root,
    console: "internalConsole",
    internalConsoleOptions: "openOnSessionStart",
    outFiles: [slashes(join(folder, "*.cjs"))],
    resolveSourceMapLocations: [`${slashes(folder)}/**`],
    skipFiles: ["<node_internals>/**", `${slashes(dist)}/**`],
    ...runtime,
    // Keys and tokens are in VS Code's environment; null takes a variable out.
    env: { ...Object.fromEntries(without.map((variable) => [variable, null])), ...runtime.env },
  };
}

interface NodeRuntime {
  readonly runtimeExecutable?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The Node that runs the LF: on a server the one of VS Code itself; on a desktop the one in PATH, as the debugger has it, or
 * where there is none VS Code's own program, which can act as Node.
 */
export function nodeRuntime({
  execPath,
  versions,
  env,
  platform,
}: Pick<NodeJS.Process, "execPath" | "versions" | "env" | "platform">): NodeRuntime {
  if (versions["electron"] === undefined) return { runtimeExecutable: execPath };
  const node = platform === "win32" ? "node.exe" : "node";
  const inPath = (env["PATH"] ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, node)));
  return inPath ? {} : { runtimeExecutable: execPath, env: { ELECTRON_RUN_AS_NODE: "1" } };
}

/** Whether the user has a breakpoint in an LF: then it need not stop at its beginning. */
export const hasBreakpoint = ({ file, line, endLine }: LfSite): boolean =>
  debug.breakpoints.some(
    (breakpoint) =>
      breakpoint instanceof SourceBreakpoint &&
      breakpoint.enabled &&
      breakpoint.location.uri.fsPath === file &&
      breakpoint.location.range.start.line >= line - 1 &&
      breakpoint.location.range.start.line <= endLine - 1,
  );
