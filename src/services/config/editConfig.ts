import { modify, parse, type JSONPath } from "jsonc-parser";
import type { MappedGold } from "../../core/data/goldMap";

/** A piece of text to be replaced. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** What has to change in the text of an lf.config.json so that it says what the gold column's values mean; comments stay. */
export const goldMapEdits = (text: string, gold: MappedGold): readonly TextEdit[] => edits(text, ["columns", "gold"], gold);

/** The names of two LFs. */
export type NamePair = readonly [string, string];

/** What has to change so that exactly these pairs of LFs are accepted as dependent. */
export const dependentEdits = (text: string, pairs: readonly NamePair[]): readonly TextEdit[] =>
  edits(text, ["labelModel", "dependent"], pairs.length > 0 ? pairs : undefined);

/** What has to change so that this label model combines the votes. */
export const modelKindEdits = (text: string, kind: string): readonly TextEdit[] => edits(text, ["labelModel", "kind"], kind);

/** The label model's kind and the accepted pairs, as the text of a valid lf.config.json says. */
export function labelModelIn(text: string): { readonly kind: string; readonly dependent: readonly NamePair[] } {
  const { labelModel } = parse(text) as { readonly labelModel?: { readonly kind?: string; readonly dependent?: readonly NamePair[] } };
  return { kind: labelModel?.kind ?? "auto", dependent: labelModel?.dependent ?? [] };
}

const edits = (text: string, path: JSONPath, value: unknown): readonly TextEdit[] =>
  modify(text, path, value, {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: text.includes("\r\n") ? "\r\n" : "\n" },
  });
