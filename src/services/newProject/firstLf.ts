import { counted, wholeNumber } from "../../core/data/numberText";
import type { Idea } from "../../core/proposal/mineIdeas";
import type { MinedIdeas } from "../../protocol/newProject";
import type { RoleColumns } from "../../core/proposal/proposeColumns";

/** All that a beginner types, so that no name is missing. */
const head = `import { ABSTAIN, keyword, lf, lookup, lower, regex, tokens } from "lf-lens";
import type { Row } from "./.lf-lens/row";

// Each exported constant is a labeling function (LF): it votes for a label, or abstains.
// Its numbers stand above it and follow as you type.
`;

interface Settled {
  readonly columns: RoleColumns;
  readonly labels: readonly string[];
}

/** The text of a project's first LF file: LFs mined from its data. */
export function firstLfText({ columns, labels }: Settled, mined: MinedIdeas): string {
  const { text } = columns;
  if (text === undefined || mined.ideas.length === 0) return `${head}\n${emptyLf(labels, text)}`;
  const names = new Set<string>();
  const lfs = mined.ideas.map((idea) => ideaLf(idea, { text, labels, mined, name: nameOf(idea, names) }));
  return `${head}${sourceOfIdeas(mined)}\n${lfs.join("\n")}`;
}

const sourceOfIdeas = ({ goldRows }: MinedIdeas): string =>
  goldRows > 0
    ? `//\n// These were mined from ${counted(goldRows, "row")} with gold, so their accuracy flatters them.\n`
    : "//\n// Without gold these are GUESSES from frequent words: correct their labels and words.\n";

interface IdeaPlace {
  readonly text: string;
  readonly labels: readonly string[];
  readonly mined: MinedIdeas;
  readonly name: string;
}

function ideaLf({ label, words, rows, right }: Idea, { text, labels, mined, name }: IdeaPlace): string {
  const what =
    right === undefined
      ? `GUESS: ${labels[label]}? ${wholeNumber(rows)} of ${counted(mined.rows, "row")} have one of these words.`
      : `${wholeNumber(right)} of ${counted(rows, "row")} with gold and one of these words are ${labels[label]}.`;
  const given = [labels[label]!, text, ...words].map((part) => JSON.stringify(part));
  return `/** ${plain(what)} */\nexport const ${name} = keyword(${given.join(", ")});\n`;
}

/** A name out of the words: mentionsFreeClick. */
function nameOf({ words }: Idea, taken: Set<string>): string {
  const parts = words.slice(0, 2).map((word) => word.replace(/[^\p{ID_Continue}]/gu, ""));
  const base = `mentions${parts.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`;
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
  taken.add(name);
  return name;
}

const emptyLf = (labels: readonly string[], text: string | undefined): string =>
  text === undefined
    ? `/** One idea per LF: vote for a label where you see a sign of it, else abstain. */
export const firstIdea = lf((row: Row) => (JSON.stringify(row).includes("change me") ? ${JSON.stringify(labels[0])} : ABSTAIN));
`
    : `/** Put words here that speak for ${plain(labels[0] ?? "")}. */
export const firstIdea = keyword(${JSON.stringify(labels[0])}, ${JSON.stringify(text)}, "change me");
`;

/** Labels may hold anything: what ends a comment too. */
const plain = (text: string): string => text.replace(/\s+/g, " ").replaceAll("*/", "* /");
