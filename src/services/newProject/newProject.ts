import type { GuessedRoles } from "./guessRoles";

export interface NewProject {
  /** Path of a data file, relative to the project's folder. */
  readonly data: string;
  /** At least two class names. */
  readonly labels: readonly string[];
  readonly columns: GuessedRoles["columns"];
}

/** The files of a new project. */
export function projectFiles({ data, labels, columns }: NewProject): { readonly path: string; readonly text: string }[] {
  const config = `{
  "$schema": "./.lf-lens/lf.config.schema.json",
  "labels": ${JSON.stringify(labels)},
  "data": ${JSON.stringify(data)},
  // Which columns have a role: "id", "text", "gold" (trusted labels, usually on some rows), "split" (train, dev, test).
  "columns": ${JSON.stringify(columns)}
}
`;
  return [
    { path: "lf.config.json", text: config },
    { path: "first.lf.ts", text: columns.text === undefined ? functionLf(labels) : keywordLf(labels, columns.text) },
    { path: "tsconfig.json", text: '{\n  "extends": "./.lf-lens/tsconfig.json"\n}\n' },
  ];
}

const keywordLf = (labels: readonly string[], text: string): string => `import { keyword } from "lf-lens";

/** One idea per LF: vote a label when you see a sign of it. Put words here that speak for ${labels[0]}. */
export const firstIdea = keyword(${JSON.stringify(labels[0])}, ${JSON.stringify(text)}, "change me");
`;

const functionLf = (labels: readonly string[]): string => `import { lf, ABSTAIN } from "lf-lens";
import type { Row } from "./.lf-lens/row";

/** One idea per LF: vote a label when you see a sign of it, else abstain. */
export const firstIdea = lf((row: Row) => (JSON.stringify(row).includes("change me") ? ${JSON.stringify(labels[0])} : ABSTAIN));
`;
