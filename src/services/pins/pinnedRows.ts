import { ABSTAIN } from "../../core/statistics/votes";
import type { RowView } from "../../protocol/panel";
import type { PinnedSnapshot } from "../../protocol/snapshot";
import type { ProjectState } from "../project/state";
import { isSamePin, type Cells } from "./pinFile";

/** What is pinned, as everybody else sees it: without the rows' copies. */
export function pinnedSnapshot({ pinFiles = [], config }: ProjectState): PinnedSnapshot[] {
  return pinFiles.flatMap(({ path, lfs }) =>
    lfs.map(({ pins, ...pinned }) => ({
      ...pinned,
      file: path,
      pins: pins.map(({ row, ...pin }) => ({ ...pin, text: shortText(row, config?.columns.text) })),
    })),
  );
}

/** The LFs that a row of the sample is pinned to, what they must vote (null: abstain), and whether they do. */
export function pinsOfRow(state: ProjectState, row: number, cells: Cells): NonNullable<RowView["pins"]>[number][] {
  const { pinFiles = [], config, info } = state;
  const as = { id: info?.sample.ids[row] ?? "", row: cellsForLfs(cells, state) };
  return pinFiles.flatMap(({ lfs }) =>
    lfs.flatMap(({ lf, pins }) =>
      pins
        .filter((pin) => isSamePin(pin, as, config?.columns.id !== undefined))
        .map(({ vote }) => ({ lf, vote, ...holds(state, lf, row, vote) })),
    ),
  );
}

/** Whether an LF votes as pinned on a row of the sample; a fault is no abstaining. Empty while that is not known for the code as it is. */
function holds({ lfs, config }: ProjectState, lf: string, row: number, vote: string | null): { holds?: boolean } {
  const { result, stale } = lfs.find(({ site }) => site.name === lf) ?? { stale: true };
  if (!result || stale) return {};
  return { holds: (config?.labels[result.votes[row] ?? ABSTAIN] ?? null) === vote && !result.faultRows.includes(row) };
}

/** The copy of a row that is pinned to an LF; undefined if there is no such pin (any more). */
export const pinnedRow = ({ pinFiles = [] }: ProjectState, lf: string, id: string): Cells | undefined =>
  pinFiles.flatMap(({ lfs }) => lfs.filter((pinned) => pinned.lf === lf).flatMap(({ pins }) => pins)).find((pin) => pin.id === id)?.row;

/** Gold is not in the row that LFs see, and not in a pin. */
export function cellsForLfs(cells: Cells, { config }: ProjectState): Cells {
  const gold = config?.columns.gold;
  return Object.fromEntries(Object.entries(cells).filter(([column]) => column !== gold));
}

/** Longer texts are cut. */
const TEXT_LENGTH = 80;

/** The row's text: the column the config names, else its longest text. */
function shortText(row: Cells, column: string | undefined): string {
  const texts = Object.values(row).filter((cell) => typeof cell === "string");
  const own = column === undefined ? undefined : row[column];
  const text = typeof own === "string" ? own : (texts.sort((a, b) => b.length - a.length)[0] ?? "");
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > TEXT_LENGTH ? `${line.slice(0, TEXT_LENGTH - 1)}…` : line;
}
