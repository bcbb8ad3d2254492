import ts from "typescript";

/** Where a statement begins that stands at the left edge, as formatted code has them. */
const statementStart = /^(?=(?:export|import|const|let|var|function|async|class|type|interface|enum|declare)\b)/m;

/**
 * A text without those of its exported constants whose own code cannot be parsed, so that the others run. Each of their characters becomes a space:
 * what remains keeps its lines and columns.
 * @returns undefined where no exported constant is to blame, or something else is
 */
export function withoutBrokenExports(text: string): string | undefined {
  const parts = text.split(statementStart);
  const broken = parts.map(isBroken);
  const isToBlame = parts.every((part, at) => !broken[at] || /^export\s+const\b/.test(part));
  if (!isToBlame || !broken.includes(true)) return undefined;
  return parts.map((part, at) => (broken[at] ? part.replace(/[^\r\n]/g, " ") : part)).join("");
}

const isBroken = (code: string): boolean =>
  (ts.transpileModule(code, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ESNext } }).diagnostics ?? []).length > 0;
