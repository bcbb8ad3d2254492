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
