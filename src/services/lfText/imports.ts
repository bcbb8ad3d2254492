/** What an LF file may import from "lf-lens"; test/services/lfText.test.ts holds it against the SDK. */
export const SDK_NAMES = [
  ...[
    "ABSTAIN",
    "and",
    "annotator",
    "column",
    "keyword",
    "lf",
    "lookup",
    "lower",
    "not",
    "or",
    "prompt",
    "regex",
    "slice",
    "threshold",
    "tokens",
    "votes",
    "when",
  ],
] as const;

const names: ReadonlySet<string> = new Set(SDK_NAMES);

/** The name of the SDK that a message says is not there: "regex is not defined" of a run, "Cannot find name 'regex'" of TypeScript. */
export function missingImportIn(message: string): string | undefined {
  const name = /\b([\w$]+) is not defined\b/.exec(message)?.[1] ?? /\bCannot find name '([\w$]+)'/.exec(message)?.[1];
  return name !== undefined && names.has(name) ? name : undefined;
}

/** Text that is put into a file in place of what stands from `start` to `end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const importList = /(^import\s*\{)([^}]*)(\}\s*from\s*["']lf-lens["'])/m;

/** The edit that imports these names from "lf-lens"; undefined if all of them are imported. */
export function importEdit(text: string, wanted: readonly string[]): TextEdit | undefined {
  const found = importList.exec(text);
  const known = (found?.[2] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const missing = wanted.filter((name) => !known.includes(name));
  if (missing.length === 0) return undefined;
  if (!found) return { start: 0, end: 0, text: `import { ${missing.join(", ")} } from "lf-lens";\n` };
  const start = found.index + found[1]!.length;
  return { start, end: start + found[2]!.length, text: ` ${[...known, ...missing].join(", ")} ` };
}
