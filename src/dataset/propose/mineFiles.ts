import { cellText, SPLIT_NAMES, type CellValue } from "../../core/data/cells";
import { labelText } from "../../core/proposal/columnFacts";
import { mineIdeas } from "../../core/proposal/mineIdeas";
import { ABSTAIN } from "../../core/statistics/votes";
import type { IdeasRequest, MinedIdeas } from "../../protocol/newProject";
import { firstRowsOf } from "./readRows";

/** What a text says first is enough to find words in. */
const LONGEST_TEXT = 2_000;

/**
 * Mines first LFs from data files. Test rows are not looked at: they are for the final score.
 * @throws Error naming the file that cannot be read
 */
export async function mineFiles({ files, text, gold, split, labels }: IdeasRequest): Promise<MinedIdeas> {
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const texts: string[] = [];
  const golds: number[] = [];
  const columns = [text, gold, split].filter((name) => name !== undefined);
  for await (const { batch, rows } of firstRowsOf(files, columns)) {
    const cellsOf = (name: string | undefined): readonly CellValue[] => (name === undefined ? undefined : batch.columns.get(name)) ?? [];
    const [textCells, goldCells, splitCells] = [cellsOf(text), cellsOf(gold), cellsOf(split)];
    for (let row = 0; row < rows; row++) {
      if (
        SPLIT_NAMES.get(
          cellText(splitCells[row] ?? null)
            .trim()
            .toLowerCase(),
        ) === "test"
      )
        continue;
      texts.push(cellText(textCells[row] ?? null).slice(0, LONGEST_TEXT));
      golds.push(indexOf.get(labelText(goldCells[row] ?? null)) ?? ABSTAIN);
    }
  }
  const ideas = mineIdeas({ texts, gold: golds, labels });
  const mined = ideas.some(({ right }) => right !== undefined);
  return { ideas, goldRows: mined ? golds.filter((label) => label !== ABSTAIN).length : 0, rows: texts.length };
}
