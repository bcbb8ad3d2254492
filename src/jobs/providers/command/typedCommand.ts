/** A program with its arguments; a list inside is left out when something in it has no value. */
export type Command = (string | string[])[];

/** What only a shell understands. */
const shellWords = new Set(["|", "||", "&", "&&", ";", ">", ">>", "<", "2>", "2>&1"]);

/**
 * A command as it is typed in a terminal: words with spaces between, quotes (' or ") around what has spaces in it, and square brackets
 * around what is left out when a {placeholder} in it has no value: `[--epochs {epochs}]`. No character is an escape, so that paths of
 * Windows stay as they are.
 * @throws Error in plain words if a quote or a bracket is not closed, if there is no program, or if it needs a shell
 */
export function parseCommandLine(text: string): Command {
  const command: Command = [];
  let group: string[] | undefined;
  for (const { word, opens, closes } of wordsOf(text)) {
    if (opens && group) throw new Error(`"[" inside of [...]: close the first bracket before the next.`);
    if (opens) group = [];
    if (word !== "") (group ?? command).push(word);
    if (!closes || !group) continue;
    if (group.length > 0) command.push(group);
    group = undefined;
  }
  if (group) throw new Error(`"[" is not closed: end what may be left out with "]".`);
  if (typeof command[0] !== "string") throw new Error("Enter a program and its arguments, such as: python3 train.py {training}");
  return command;
}

interface Word {
  readonly word: string;
  /** It begins, or ends, what may be left out. */
  readonly opens: boolean;
  readonly closes: boolean;
}

function wordsOf(text: string): Word[] {
  const raw = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  let isOpen = false;
  return raw.map((part) => {
    if (part === '"' || part === "'") throw new Error(`A quote (${part}) is not closed.`);
    if (shellWords.has(part)) throw new Error(`No shell runs the command, so "${part}" does nothing. Put such a command into a script.`);
    const opens = part.startsWith("[");
    isOpen ||= opens;
    const closes = isOpen && part.endsWith("]");
    if (closes) isOpen = false;
    const bare = part.slice(opens ? 1 : 0, closes ? -1 : undefined);
    return { word: bare.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""), opens, closes };
  });
}

/** A command as it would be typed. */
export const commandLine = (command: readonly (string | readonly string[])[]): string =>
  command.map((part) => (typeof part === "string" ? quoted(part) : `[${part.map(quoted).join(" ")}]`)).join(" ");

const quoted = (word: string): string => (word !== "" && !/[\s"'[\]]/.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`);
