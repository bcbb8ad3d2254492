/**
 * The label in a cell as annotation tools write it: the one item of a list (`["HAM"]`, `['HAM']`), or of a list or value under one
 * key (`{"choices": ["HAM"]}`).
 * @returns the label's text; the text itself where nothing is wrapped around it
 */
export function unwrapLabel(text: string): string {
  const own = text.trim();
  if (!/^[[{]/.test(own)) return text;
  const item = onlyItem(parsed(own) ?? parsed(own.replaceAll("'", '"')));
  return item === undefined ? text : String(item);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function onlyItem(value: unknown): string | number | boolean | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const items: unknown[] = Object.values(value);
  return items.length === 1 ? onlyItem(items[0]) : undefined;
}

/** What the gold column's values mean: a label, or null for no gold. Keys are the values' text. */
export type GoldMap = Readonly<Record<string, string | null>>;

/**
 * Reads values as labels where it is plain what they mean: other case or white space, a label in a list or under `choices`, an index
 * (from 0, or from 1 where the numbers are 1 to the number of labels).
 * @param values that are no labels as they stand
 * @returns those that can be read
 */
export function suggestGoldMap(values: readonly string[], labels: readonly string[]): Record<string, string> {
  const byForm = new Map<string, string | undefined>();
  for (const label of labels) byForm.set(form(label), byForm.has(form(label)) ? undefined : label);
  const inner = values.map((value) => unwrapLabel(value));
  const first = inner.includes("0") || inner.includes("0.0") || !inner.some((text) => indexOf(text) === labels.length) ? 0 : 1;
  const namesAreNumbers = labels.some((label) => indexOf(label) !== undefined);
  const found = values.flatMap((value, at): [string, string][] => {
    const index = namesAreNumbers ? undefined : indexOf(inner[at]!);
    const label = byForm.get(form(inner[at]!)) ?? (index === undefined ? undefined : labels[index - first]);
    return label === undefined ? [] : [[goldKey(value), label]];
  });
  return Object.fromEntries(found.sort(([, a], [, b]) => labels.indexOf(a) - labels.indexOf(b)));
}

/** What texts of one label have in common: not case, nor what stands between words. */
const form = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");

function indexOf(text: string): number | undefined {
  const digits = /^(\d{1,9})(?:\.0)?$/.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A value's text as a map's key: without white space around it, and JSON without any in it. */
export function goldKey(text: string): string {
  const own = text.trim();
  const value = /^[[{]/.test(own) ? parsed(own) : undefined;
  return value === undefined ? own : JSON.stringify(value);
}

/** A gold column with its map, as it stands in "columns" of lf.config.json. */
export interface MappedGold {
  readonly column: string;
  readonly map: GoldMap;
}

export const goldSetting = ({ column, map }: MappedGold): string => {
  const entries = Object.entries(map).map(([value, label]) => `${JSON.stringify(value)}: ${JSON.stringify(label)}`);
  return `"gold": {"column": ${JSON.stringify(column)}, "map": {${entries.join(", ")}}}`;
};
