import { messageOf } from "../thrown";
import type { Fault } from "../../protocol/fault";
import type { Place } from "../bundle";
import { errorPlace, stackOf, type BundleNames } from "../stack";

/** Collects what one LF did wrong, row by row: equal faults (message and place) are one, with the number of their rows. */
export interface FaultLog {
  /** It threw this. Without a row, it happened later, on a row that is not known. */
  threw(thrown: unknown, row?: number): void;
  /** It returned something wrong; `value` tells such things apart, `message` is asked for once for each. */
  returned(value: string, message: () => string, row: number): void;
  /** Most rows first. */
  faults(): Fault[];
  /** The rows it faulted on, ascending. */
  rows(): Uint32Array;
}

/** More kinds than this are counted as one. */
const KINDS = 20;

interface Kind {
  readonly message: string;
  readonly place?: Place;
  rows: number;
  firstRow: number | undefined;
}

/** @param site the LF's own place: where a fault is shown that has no other */
export function createFaultLog(site: Place, names: Pick<BundleNames, "places">): FaultLog {
  const kinds = new Map<string, Kind>();
  const rows: number[] = [];

  function add(key: string, row: number | undefined, describe: () => Pick<Kind, "message" | "place">): void {
    if (row !== undefined) rows.push(row);
    const known = kinds.get(key) ?? (kinds.size >= KINDS ? kinds.get(OTHERS) : undefined);
    const kind: Kind = known ?? { ...(kinds.size >= KINDS ? others : describe()), rows: 0, firstRow: row };
    if (!known) kinds.set(kinds.size >= KINDS ? OTHERS : key, kind);
    kind.rows++;
    if (row !== undefined) kind.firstRow = Math.min(kind.firstRow ?? row, row);
  }

  return {
    threw(thrown, row) {
      const stack = stackOf(thrown);
      const said = messageOf(thrown);
      add(`threw ${said} ${stack}`, row, () => {
        const { place, via } = errorPlace(names.places(stack), site.file);
        return { message: via === undefined ? said : `${said} (${via})`, ...(place === undefined ? {} : { place }) };
      });
    },
    returned: (value, message, row) => add(`returned ${value}`, row, () => ({ message: message() })),
    faults: () => merge([...kinds.values()], site),
    rows: () => Uint32Array.from(new Set(rows)).sort(),
  };
}

/**
 * Puts what several logs of one LF have collected together, the first log's first. Most rows first.
 * @param site the LF's own place
 */
export function mergeFaults(faults: readonly Fault[], { file, line, column }: Place): Fault[] {
  const merged = new Map<string, Fault>();
  let rest: Fault | undefined;
  const plus = (fault: Fault, same: Fault | undefined): Fault => (same ? { ...same, rows: same.rows + fault.rows } : fault);
  for (const fault of faults) {
    const key = keyOf(fault);
    if (fault.message !== others.message && (merged.has(key) || merged.size < KINDS)) merged.set(key, plus(fault, merged.get(key)));
    else rest = plus({ ...fault, ...others, file, line, column }, rest);
  }
  return [...merged.values(), ...(rest ? [rest] : [])].sort((a, b) => b.rows - a.rows);
}

const keyOf = ({ file, line, column, message }: Pick<Fault, "file" | "line" | "column" | "message">): string =>
  `${file}:${line}:${column} ${message}`;

const OTHERS = "others";
const others = { message: `Other faults: there are more than ${KINDS} different ones.` };

/** Faults that differ only in how their line was reached are the same fault. */
function merge(kinds: readonly Kind[], site: Place): Fault[] {
  const merged = new Map<string, Fault>();
  for (const { message, place, rows, firstRow } of kinds) {
    const { file, line, column } = place ?? site;
    const key = keyOf({ file, line, column, message });
    const same = merged.get(key);
    const first = Math.min(firstRow ?? Infinity, same?.firstRow ?? Infinity);
    merged.set(key, { message, file, line, column, rows: rows + (same?.rows ?? 0), ...(first === Infinity ? {} : { firstRow: first }) });
  }
  return [...merged.values()].sort((a, b) => b.rows - a.rows);
}
