/** Counts what is wrong with the rows' ids, splits and gold while they stream by. */
import { join } from "node:path";
import { SPLIT_NAMES } from "../../core/data/cells";
import { goldSetting, suggestGoldMap, type GoldMap } from "../../core/data/goldMap";
import { hashKey, type KeyHash } from "../../core/data/sampling";
import type { Problem } from "../../core/data/problem";
import type { ProjectSpec } from "../../protocol/engine";
import type { DataFile } from "../read/source";

/** Where a value was first seen. */
interface Place {
  readonly file: DataFile;
  /** Physical line; Parquet has none. */
  readonly line?: number;
}

/** Distinct unexpected values of a column, with how often and where first. */
export interface Strangers {
  add(value: string, place: Place): void;
  /** @throws Error listing the values, if there are any */
  assertSplits(column: string): void;
  /** The values, as long as they are few enough to know all of them. */
  values(): readonly string[] | undefined;
  /** @param indexes what the values mean, where they are read as labels' indexes */
  goldProblems(spec: ProjectSpec, indexes: GoldMap | undefined): Problem[];
}

const MAX_DISTINCT = 1000;
const LISTED = 10;

export function createStrangers(): Strangers {
  const counts = new Map<string, number>();
  let rows = 0;
  let first: Place | undefined;
  const list = (): string => {
    const listed = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, LISTED);
    const more = counts.size > LISTED ? ` and ${counts.size === MAX_DISTINCT ? "many" : counts.size - LISTED} more` : "";
    return listed.map(([value, count]) => `"${shorten(value)}" (${rowCount(count)})`).join(", ") + more;
  };
  return {
    add(value, place) {
      first ??= place;
      rows++;
      if (counts.has(value) || counts.size < MAX_DISTINCT) counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    assertSplits(column) {
      if (!first) return;
      const at = `${first.file.name}${first.line === undefined ? "" : `, line ${first.line}`}`;
      throw new Error(
        `${at}: the split column "${column}" holds ${list()}; allowed are ${[...SPLIT_NAMES.keys()].join(", ")} and empty (= train)`,
      );
    },
    values: () => (counts.size < MAX_DISTINCT ? [...counts.keys()] : undefined),
    goldProblems({ root, columns, labels }, indexes) {
      if (!first) return [];
      const setting = (map: GoldMap): string => goldSetting({ column: columns.gold!, map: { ...columns.goldMap, ...map } });
      if (indexes) {
        const meant = Object.entries(indexes).map(([value, label]) => `${value} = ${label}`);
        const message = `the gold column "${columns.gold}" holds label indexes, read as: ${meant.join(", ")}. If that is right, confirm it in "columns": ${setting(indexes)}`;
        return [{ ...goldPlace(first, root), severity: "warning", message }];
      }
      const map = suggestGoldMap([...counts.keys()], labels);
      const orMap = Object.keys(map).length === 0 ? "" : `. Or map them to labels in "columns": ${setting(map)}`;
      const known = labels.slice(0, LISTED).join(", ") + (labels.length > LISTED ? ", ..." : "");
      const message = `the gold column "${columns.gold}" holds values that are not in "labels": ${list()}. ${rowCount(rows)} ${rows === 1 ? "is" : "are"} read as having no gold. Labels are ${known}; add the missing ones to lf.config.json, or fix the data${orMap}`;
      return [{ ...goldPlace(first, root), severity: "error", message }];
    },
  };
}

/** Rows without an id and ids that come twice. */
export interface IdCheck {
  /** @param id null where the row has none */
  add(id: string | null, place: Place): void;
  problems(column: string): Problem[];
}

/** What becomes of rows without an id, and of those with an id that another has. */
export const POSITION_STANDS_IN = "; their position in the file stands in";
export const ALL_KEPT = ". All rows are kept";

/** Duplicates are looked for among this many ids: 64 MB of hashes. */
const MAX_IDS = 1 << 22;

export function createIdCheck(): IdCheck {
  const seen = createHashSet();
  const missing = { rows: 0, first: undefined as Place | undefined };
  let unchecked: Place | undefined;
  const repeated = { rows: 0, examples: new Set<string>(), first: undefined as Place | undefined };
  return {
    add(id, place) {
      if (id === null) {
        missing.rows++;
        missing.first ??= place;
      } else if (seen.size() >= MAX_IDS) {
        unchecked ??= place;
      } else if (!seen.add(hashKey(0, id))) {
        repeated.rows++;
        repeated.first ??= place;
        if (repeated.examples.size < 5) repeated.examples.add(`"${shorten(id)}"`);
      }
    },
    problems(column) {
      const problems: Problem[] = [];
      if (missing.first) {
        const message = `${rowCount(missing.rows)} without an id in the column "${column}", here the first${POSITION_STANDS_IN}. Give every row an id`;
        problems.push({ ...placeOf(missing.first), severity: "warning", message });
      }
      if (repeated.first) {
        const message = `${rowCount(repeated.rows)} with an id in the column "${column}" that an earlier row has, here the first: ${[...repeated.examples].join(", ")}${ALL_KEPT}; give each its own id`;
        problems.push({ ...placeOf(repeated.first), severity: "warning", message });
      }
      if (unchecked) {
        const message = `ids in the column "${column}" were compared up to here only, ${MAX_IDS.toLocaleString("en-US")} different ones: a later row may have an id that an earlier one has`;
        problems.push({ ...placeOf(unchecked), severity: "info", message });
      }
      return problems;
    },
  };
}

/** A set of 64-bit hashes: open addressing in two typed arrays, 16 bytes an entry or less. */
function createHashSet(): { add(hash: KeyHash): boolean; size(): number } {
  let slots = new Uint32Array(2 << 10);
  let size = 0;
  /** The slot that holds the hash, or the empty one where it belongs. (0, 0) marks an empty slot. */
  const find = (table: Uint32Array, high: number, low: number): number => {
    const mask = table.length / 2 - 1;
    let at = low & mask;
    while ((table[2 * at] !== 0 || table[2 * at + 1] !== 0) && (table[2 * at] !== high || table[2 * at + 1] !== low)) at = (at + 1) & mask;
    return 2 * at;
  };
  const grow = (): void => {
    const wider = new Uint32Array(slots.length * 2);
    for (let i = 0; i < slots.length; i += 2) {
      if (slots[i] !== 0 || slots[i + 1] !== 0) wider.set(slots.subarray(i, i + 2), find(wider, slots[i]!, slots[i + 1]!));
    }
    slots = wider;
  };
  return {
    size: () => size,
    add(hash) {
      const { high } = hash;
      const low = hash.low || 1;
      const at = find(slots, high, low);
      if (slots[at] === high && slots[at + 1] === low) return false;
      slots[at] = high;
      slots[at + 1] = low;
      if (++size > slots.length / 4) grow();
      return true;
    },
  };
}

const placeOf = ({ file, line }: Place): { file: string; line?: number } => ({ file: file.path, ...(line === undefined ? {} : { line }) });
/** What no line can be marked for stands at the config, where it can be mended. */
const goldPlace = (place: Place, root: string): { file: string; line?: number } =>
  place.line === undefined ? { file: join(root, "lf.config.json") } : placeOf(place);
const rowCount = (rows: number): string => (rows === 1 ? "1 row" : `${rows} rows`);
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}...` : text);
