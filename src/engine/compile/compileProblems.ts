import { dirname, extname, resolve } from "node:path";
import type { Location, Message } from "esbuild";
import type { Problem, Severity } from "../../core/data/problem";

/**
 * esbuild's messages as problems of the user's own files. Without a location, `file` is "".
 * @param root the folder that the messages' paths start from
 * @returns also the paths that a relative import may have meant and that do not exist: making one fixes it
 */
export function compileProblems(
  root: string,
  errors: readonly Message[],
  warnings: readonly Message[],
): { problems: Problem[]; missing: string[] } {
  const ownWarnings = warnings.filter(({ location }) => location && !location.file.includes("node_modules"));
  return {
    problems: [...errors.map((error) => problemOf(root, error, "error")), ...ownWarnings.map((w) => problemOf(root, w, "warning"))],
    missing: errors.flatMap((error) => candidates(root, error)),
  };
}

function problemOf(root: string, { text, location }: Message, severity: Severity): Problem {
  const message = explain(text);
  if (!location) return { file: "", severity, message };
  const column = characters(location, location.column);
  return {
    file: resolve(root, location.file),
    line: location.line,
    column: column + 1,
    endLine: location.line,
    endColumn: Math.max(characters(location, location.column + location.length), column + 1) + 1,
    severity,
    message,
  };
}

/** esbuild counts bytes of UTF-8, editors count UTF-16 units. */
const characters = ({ lineText }: Location, bytes: number): number => Buffer.from(lineText).subarray(0, bytes).toString().length;

const unresolved = /^Could not resolve "(.+)"$/;

function explain(text: string): string {
  const path = unresolved.exec(text)?.[1];
  if (path === undefined) return text;
  return isRelative(path)
    ? `There is no file "${path}" to import. Check the path, or make the file.`
    : `There is no package "${path}". Install it in this workspace: npm install ${path.split("/", path.startsWith("@") ? 2 : 1).join("/")}`;
}

const isRelative = (path: string): boolean => path.startsWith(".") || path.startsWith("/");

function candidates(root: string, { text, location }: Message): string[] {
  const path = unresolved.exec(text)?.[1];
  if (path === undefined || !location || !isRelative(path)) return [];
  const base = resolve(root, dirname(location.file), path);
  return extname(path) === "" ? [".ts", ".tsx", ".js", ".json", "/index.ts"].map((ending) => base + ending) : [base];
}
