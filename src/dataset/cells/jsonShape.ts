import type { CellValue } from "../../core/data/cells";

/** What nested values have in common, grown value by value. */
export interface JsonShape {
  readonly scalars: Set<"string" | "number" | "boolean" | "null">;
  /** Of the items of all lists; present once a list was seen. */
  items?: JsonShape;
  /** Of all objects, by key; present once an object was seen. */
  fields?: Map<string, JsonField>;
  objects: number;
  /** Too deep or too varied to describe. */
  unknown: boolean;
}

interface JsonField {
  readonly shape: JsonShape;
  /** Objects that have it. */
  count: number;
}

const MAX_FIELDS = 40;
const MAX_DEPTH = 6;

export const emptyShape = (): JsonShape => ({ scalars: new Set(), objects: 0, unknown: false });

/** Widens a shape to hold a value. */
export function addValue(shape: JsonShape, value: CellValue, depth = 0): void {
  if (shape.unknown) return;
  if (value === null) shape.scalars.add("null");
  else if (typeof value !== "object") shape.scalars.add(typeof value as "string" | "number" | "boolean");
  else if (depth === MAX_DEPTH) shape.unknown = true;
  else if (isList(value)) for (const item of value) addValue((shape.items ??= emptyShape()), item, depth + 1);
  else addFields(shape, value, depth);
  if (isList(value)) shape.items ??= emptyShape();
}

function addFields(shape: JsonShape, value: { readonly [key: string]: CellValue }, depth: number): void {
  shape.objects++;
  shape.fields ??= new Map();
  for (const key of Object.keys(value)) {
    let field = shape.fields.get(key);
    if (!field) shape.fields.set(key, (field = { shape: emptyShape(), count: 0 }));
    field.count++;
    addValue(field.shape, value[key]!, depth + 1);
  }
  if (shape.fields.size > MAX_FIELDS) shape.unknown = true;
}

/** The TypeScript type of all values seen: `readonly string[]`, `{ readonly a: number | null }`, `unknown` if too varied. */
export function toTypeScript(shape: JsonShape): string {
  return partsOf(shape).join(" | ");
}

/** The members of the union. */
function partsOf(shape: JsonShape): string[] {
  if (shape.unknown) return ["unknown"];
  const parts = [...shape.scalars].filter((scalar) => scalar !== "null").sort() as string[];
  if (shape.fields) parts.unshift(objectType(shape.fields, shape.objects));
  if (shape.items) parts.unshift(listType(partsOf(shape.items)));
  if (shape.scalars.has("null")) parts.push("null");
  return parts.length === 0 ? ["unknown"] : parts;
}

function listType(items: readonly string[]): string {
  const item = items.join(" | ");
  return `readonly ${items.length > 1 || item.startsWith("readonly ") ? `(${item})` : item}[]`;
}

function objectType(fields: ReadonlyMap<string, JsonField>, objects: number): string {
  const members = [...fields].map(([key, field]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
    return `readonly ${name}${field.count < objects ? "?" : ""}: ${toTypeScript(field.shape)}`;
  });
  return members.length === 0 ? "Readonly<Record<string, never>>" : `{ ${members.join("; ")} }`;
}

const isList = (value: CellValue): value is readonly CellValue[] => Array.isArray(value);
