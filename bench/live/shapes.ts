/** What is measured: a project of so many rows and LFs, and the LF that is edited. */
export interface Shape {
  readonly rows: number;
  readonly lfs: number;
  readonly edited: "regex" | "tokens";
}

export const shapes: readonly Shape[] = [
  { rows: 10_000, lfs: 50, edited: "regex" },
  { rows: 10_000, lfs: 50, edited: "tokens" },
  { rows: 10_000, lfs: 200, edited: "regex" },
  { rows: 100_000, lfs: 50, edited: "regex" },
];

export const shapeName = ({ rows, lfs, edited }: Shape): string => `${rows} rows x ${lfs} LFs, one ${edited} LF edited`;

const words = "the song video channel subscribe free win love great nice check out my page music best ever please watch like new".split(
  " ",
);

/** Text rows, the same on every machine. */
export function textRows({ rows }: Shape): string[] {
  let state = 1;
  const draw = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  return Array.from({ length: rows }, () => Array.from({ length: 6 + draw(25) }, () => words[draw(words.length)]).join(" "));
}

/** Between edits, in ms: somebody types fast. */
export const PAUSE = 100;

/** The edited LF looks for one of these words in turn, and for q0, q1, ..., so that no edit brings back what was known. */
export const searched = ["subscribe", "music"] as const;

/** The text of the edited LF's file, and of a file with the other LFs: half patterns, a third words, the rest by length. */
export function lfFiles({ lfs, edited }: Shape): { readonly "edited.lf.ts": string; readonly "others.lf.ts": string } {
  const head = `import { keyword, lf, regex, tokens } from "lf-lens";\n`;
  const word = (i: number): string => `${words[i % words.length]} ${words[(i * 7 + 3) % words.length]}`;
  const others = Array.from({ length: lfs - 1 }, (_, i) => {
    const label = i % 3 === 0 ? "HAM" : "SPAM";
    if (i % 6 < 3) return `export const lf${i} = regex("${label}", "text", /\\b${word(i)}\\b/i);`;
    if (i % 6 < 5) return `export const lf${i} = keyword("${label}", "text", "${word(i)}", "${word(i + 1)}");`;
    return `export const lf${i} = lf((row) => ((row.text as string).length < ${40 + i} ? "${label}" : null));`;
  });
  const body = {
    regex: `regex("SPAM", "text", /\\b(?:${searched[0]}|q0)\\b/i)`,
    tokens: `lf((row) => (tokens(row.text as string).includes("${searched[0]}") || row.text === "q0" ? "SPAM" : null))`,
  }[edited];
  return { "edited.lf.ts": `${head}export const edited = ${body};\n`, "others.lf.ts": `${head}${others.join("\n")}\n` };
}

/** What the edited LF does to a text, without anything around it. */
export const bareLf: Readonly<Record<Shape["edited"], (word: string) => (text: string) => boolean>> = {
  regex: (word) => {
    const pattern = new RegExp(`\\b${word}\\b`, "i");
    return (text) => pattern.test(text);
  },
  tokens: (word) => (text) => new Set(text.toLowerCase().split(/\W+/)).has(word),
};
