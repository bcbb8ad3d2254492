import { applyEdits, modify, parse, type JSONPath, type ModificationOptions } from "jsonc-parser";
import { isSamePin, type Cells, type Pin } from "./pinFile";

/** What tells a pin from an LF's others. Without its row, the first of this id is meant. */
export interface PinName {
  readonly id: string;
  readonly row?: Cells;
}

/** A pin file's content, as far as edits need it. */
type Content = Readonly<Record<string, { readonly pins?: readonly Pin[]; readonly floors?: object }>>;

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n", insertFinalNewline: true };

/**
 * Adds a pin, or replaces the one of the same row. LFs stand in the order of their names, pins in that of their ids; comments stay.
 * @param text the file's text, which must have no problems; undefined if there is no file
 */
export function withPin(text: string | undefined, lf: string, pin: Pin, idsAreUnique: boolean): string {
  const old = text ?? "{}\n";
  const content = parse(old) as Content;
  const pins = content[lf]?.pins ?? [];
  if (!content[lf]) return edited(old, [lf], { pins: [pin] }, { getInsertionIndex: (names) => placeOf(lf, names) });
  if (!content[lf].pins) return edited(old, [lf, "pins"], [pin]);
  const same = pins.findIndex((other) => isSamePin(other, pin, idsAreUnique));
  if (same >= 0) return edited(old, [lf, "pins", same], pin);
  const place = placeOf(
    pin.id,
    pins.map(({ id }) => id),
  );
  return edited(old, [lf, "pins", place], pin, { isArrayInsertion: true });
}

/**
 * Takes a pin out, and the LF when nothing is left of it.
 * @returns undefined when nothing is left in the file
 */
export function withoutPin(text: string, lf: string, pin: PinName, idsAreUnique: boolean): string | undefined {
  const content = parse(text) as Content;
  const { pins = [], floors } = content[lf] ?? {};
  const at = pins.findIndex((other) => isSamePin(other, { id: pin.id, row: pin.row ?? other.row }, idsAreUnique));
  if (at < 0) return text;
  if (pins.length > 1) return edited(text, [lf, "pins", at], undefined);
  if (floors) return edited(text, [lf, "pins"], undefined);
  return Object.keys(content).length > 1 ? edited(text, [lf], undefined) : undefined;
}

const edited = (text: string, path: JSONPath, value: unknown, options: ModificationOptions = {}): string =>
  applyEdits(text, modify(text, path, value, { ...options, formattingOptions }));

/** Where a name belongs among others that are in order: 2 before 10. */
function placeOf(name: string, names: readonly string[]): number {
  const later = names.findIndex((other) => other.localeCompare(name, "en", { numeric: true }) > 0);
  return later < 0 ? names.length : later;
}
