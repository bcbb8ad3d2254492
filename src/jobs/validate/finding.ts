import { wholeNumber } from "../../core/data/numberText";
import type { Problem, Severity } from "../../core/data/problem";
import type { ChatRecord } from "../../llm/chatMessage";
import type { ChatFile } from "../chatRecord";

/** An example that could be read, with the line it stands in. */
export interface Example {
  readonly file: string;
  readonly line: number;
  readonly record: ChatRecord;
}

export interface Finding {
  /** What was found; findings of one kind are shown up to a number, then counted. */
  readonly kind: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

export const examplesOf = ({ path, lines }: ChatFile): Example[] =>
  lines.flatMap(({ line, record }) => (record ? [{ file: path, line, record }] : []));

const SHOWN_PER_KIND = 20;

/** The findings as problems: of each kind and file the first ones, then how many more there are. */
export function summarizeFindings(findings: readonly Finding[]): Problem[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.kind}\n${finding.file}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const shown = group.slice(0, SHOWN_PER_KIND).map(({ kind: _, ...problem }) => problem);
    const more = group.length - shown.length;
    const { file, severity, kind } = group[0]!;
    return more === 0 ? shown : [...shown, { file, severity, message: `${wholeNumber(more)} more lines like these (${kind}).` }];
  });
}
