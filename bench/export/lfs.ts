/** A labeling function as data, from which the TypeScript and the Python one are made. */
export interface CheapLf {
  readonly name: string;
  readonly label: "HAM" | "SPAM";
  /** Votes where one of the words is in the text ... */
  readonly words?: readonly string[];
  /** ... or where this pattern, in any case, is in it ... */
  readonly pattern?: string;
  /** ... or where the text has fewer characters. */
  readonly shorterThan?: number;
}

/** What tells spam from ham among comments on videos: as in snorkel's tutorial. */
const first: readonly Omit<CheapLf, "name">[] = [
  { label: "SPAM", words: ["subscribe", "channel"] },
  { label: "SPAM", pattern: "check.{1,20}out" },
  { label: "SPAM", pattern: "https?:|www[.]|[.]com" },
  { label: "HAM", words: ["song", "video", "music"] },
  { label: "SPAM", words: ["please", "plz"] },
  { label: "HAM", words: ["love", "best", "great"] },
  { label: "HAM", shorterThan: 40 },
  { label: "SPAM", pattern: "\\bmy (?:page|site|music|vlog)\\b" },
];

const words = "katy perry eminem shakira lmfao psy gangnam views billion amazing cool old remember money free win giveaway vote".split(" ");

/** So many LFs: eight that are useful, then as many as it takes that look for single words. */
export function cheapLfs(count: number): CheapLf[] {
  return Array.from({ length: count }, (_, i): CheapLf => {
    const label = i % 3 === 0 ? "HAM" : "SPAM";
    const [word, next] = [words[i % words.length]!, words[(i * 7 + 3) % words.length]!];
    const shape = i % 2 === 0 ? { words: [word, next] } : { pattern: `\\b${word}\\b.*\\b${next}\\b` };
    return { ...(first[i] ?? { label, ...shape }), name: `lf${i}` };
  });
}

/** The LF file of a project. */
export function lfFile(lfs: readonly CheapLf[]): string {
  const text = ({ name, label, words, pattern, shorterThan }: CheapLf): string => {
    if (words) return `export const ${name} = keyword("${label}", "text", ${JSON.stringify(words)});`;
    if (pattern !== undefined) return `export const ${name} = regex("${label}", "text", /${pattern.replaceAll("/", "\\/")}/i);`;
    return `export const ${name} = lf((row: { text: string }) => (row.text.length < ${shorterThan} ? "${label}" : null));`;
  };
  return `import { keyword, lf, regex } from "lf-lens";\n${lfs.map(text).join("\n")}\n`;
}
