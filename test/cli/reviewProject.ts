/** A project whose LFs know one word of each label, and whose rows hold others beside it. Gold is on dev and test. */
import { seededRandom } from "../../src/core/math/random";

const WORDS = { GOOD: ["great", "splendid", "lovely", "charming"], BAD: ["awful", "dreadful", "nasty", "boring"] } as const;

export function reviewFiles(): Record<string, string> {
  const random = seededRandom(3);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const rows = Array.from({ length: 400 }, (_, i) => {
    const label = pick(["GOOD", "BAD"] as const);
    const split = i < 240 ? "train" : i < 300 ? "dev" : "test";
    const text = `the film number ${i} was ${pick(WORDS[label])} and ${pick(WORDS[label])}, said ${pick(["Ann", "Ben", "Cem"])}`;
    return JSON.stringify({ id: `r${i}`, text, split, ...(split === "train" ? {} : { gold: label }) });
  });
  return {
    "lf.config.json": JSON.stringify({
      labels: ["GOOD", "BAD"],
      data: "rows.jsonl",
      columns: { id: "id", gold: "gold", text: "text", split: "split" },
      labelModel: { kind: "majority" },
    }),
    "rows.jsonl": `${rows.join("\n")}\n`,
    "words.lf.ts": `import { keyword } from "lf-lens";
export const great = keyword("GOOD", "text", "great");
export const awful = keyword("BAD", "text", "awful");
`,
  };
}
