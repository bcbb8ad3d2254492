import type { ProjectSnapshot } from "../../protocol/snapshot";

/** An LF to be filled in, as a snippet of VS Code's. */
export interface LfSnippet {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What it uses of the SDK. */
  readonly imports: readonly string[];
  readonly body: string;
}

/** The kinds of LFs that can be begun with, for this project's labels and columns. */
export function lfSnippets({ labels, columns, data }: Pick<ProjectSnapshot, "labels" | "columns" | "data">): LfSnippet[] {
  const own = data?.columns ?? [];
  const texts = [columns?.text, ...own.filter(({ type }) => type === "string").map(({ name }) => name)];
  const names = new Set(texts.flatMap((name) => (name === undefined || name === columns?.gold ? [] : [name])));
  const text = choice(3, [...names], "text");
  const label = choice(2, labels, "LABEL");
  const row = columns?.text === undefined ? "row" : `row${access(columns.text)}`;
  return [
    {
      id: "keyword",
      title: "Keywords",
      description: "votes where a text has one of these words",
      imports: ["keyword"],
      body: `export const \${1:mentions} = keyword(${label}, ${text}, "\${4:word}");$0`,
    },
    {
      id: "regex",
      title: "Pattern",
      description: "votes where a text matches a regular expression",
      imports: ["regex"],
      body: `export const \${1:matches} = regex(${label}, ${text}, /\${4:\\\\bword\\\\b}/i);$0`,
    },
    {
      id: "lookup",
      title: "Values",
      description: "votes where a cell is one of these values",
      imports: ["lookup"],
      body: `export const \${1:isOneOf} = lookup(${label}, ${text}, ["\${4:value}"]);$0`,
    },
    {
      id: "function",
      title: "Function",
      description: "votes what a function of the row returns",
      imports: ["ABSTAIN", "lf"],
      body: `export const \${1:decides} = lf((row) => (\${3:${escape(row)} === ""} ? ${label} : ABSTAIN));$0`,
    },
  ];
}

/** A place of a snippet that offers names; quoted. */
function choice(place: number, names: readonly string[], otherwise: string): string {
  const quoted = names.slice(0, MOST_CHOICES).map((name) => JSON.stringify(name).replace(/[\\,|$}]/g, "\\$&"));
  return quoted.length === 0 ? `"\${${place}:${otherwise}}"` : `\${${place}|${quoted.join(",")}|}`;
}

const MOST_CHOICES = 200;

const access = (column: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(column) ? `.${column}` : `[${JSON.stringify(column)}]`;

const escape = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
