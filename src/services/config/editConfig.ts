import { modify } from "jsonc-parser";
import type { MappedGold } from "../../core/data/goldMap";

/** A piece of text to be replaced. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** What has to change in the text of an lf.config.json so that it says what the gold column's values mean; comments stay. */
export const goldMapEdits = (text: string, gold: MappedGold): readonly TextEdit[] =>
  modify(text, ["columns", "gold"], gold, {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: text.includes("\r\n") ? "\r\n" : "\n" },
  });
