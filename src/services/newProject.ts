/**
 * The files of a new project.
 * @param data path of a data file, relative to the project's folder
 * @param labels at least two class names
 */
export function projectFiles({
  data,
  labels,
}: {
  readonly data: string;
  readonly labels: readonly string[];
}): { readonly path: string; readonly text: string }[] {
  const config = `{
  "$schema": "./.lf-lens/lf.config.schema.json",
  "labels": ${JSON.stringify(labels)},
  "data": ${JSON.stringify(data)},
  // Name the columns that have a role: "id", "text", "gold" (trusted labels, usually on some rows), "split" (train, dev, test).
  "columns": {}
}
`;
  const first = `import { lf, ABSTAIN } from "lf-lens";
import type { Row } from "./.lf-lens/row";

/** One idea per LF: vote a label when you see a sign of it, else abstain. */
export const firstIdea = lf((row: Row) => {
  const words = Object.values(row).join(" ").toLowerCase();
  return words.includes("change me") ? ${JSON.stringify(labels[0])} : ABSTAIN;
});
`;
  return [
    { path: "lf.config.json", text: config },
    { path: "first.lf.ts", text: first },
    { path: "tsconfig.json", text: '{\n  "extends": "./.lf-lens/tsconfig.json"\n}\n' },
  ];
}
