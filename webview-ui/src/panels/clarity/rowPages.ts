import { useEffect, useRef, useState } from "react";
import type { FoundInRow, ProjectSnapshot, RowFilter, RowFindings, RowPage, RowView } from "../../../../src/protocol/panel";
import { reasonOf } from "../../format";
import { fetchFindings, fetchRows } from "../../state";

const PAGE = 50;
/** Pages kept in memory: those nearest to what is on the screen. */
const KEPT = 40;

export interface RowPages {
  /** Rows that pass the filter; undefined until the first answer. */
  readonly total?: number;
  readonly error?: string;
  /** The row at a place in the list, if its page is here. */
  readonly at: (index: number) => RowView | undefined;
  /** What gave a row its votes; empty until that is known. */
  readonly foundIn: (row: number) => readonly FoundInRow[];
  readonly retry: () => void;
}

interface Loaded {
  readonly found: ReadonlyMap<number, readonly FoundInRow[]>;
  readonly total?: number;
  readonly error?: string;
  /** The snapshot whose request failed: it is not asked again by itself. */
  readonly failed?: ProjectSnapshot;
  readonly pages: ReadonlyMap<number, { readonly of: ProjectSnapshot; readonly rows: readonly RowView[] }>;
}

/**
 * The rows from place `first` to `last` that pass a filter, fetched by pages.
 * A new snapshot fetches the pages on the screen again, one request per page at a time; the old rows stay until then.
 */
export function useRowPages(project: ProjectSnapshot, filter: RowFilter, first: number, last: number): RowPages {
  const [loaded, setLoaded] = useState<Loaded>(NOTHING);
  const asked = useRef(new Set<number>());
  useEffect(() => {
    if (loaded.failed === project) return;
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (asked.current.has(page) || loaded.pages.get(page)?.of === project) continue;
      asked.current.add(page);
      const settle = (change: (before: Loaded) => Loaded): void => {
        asked.current.delete(page);
        setLoaded(change);
      };
      fetchRows(filter, page * PAGE, PAGE).then(
        (answer) => {
          settle((before) => withPage(before, page, project, answer));
          // The rows do not wait for it, and show without it if the code cannot be asked just now.
          fetchFindings(answer.rows.map(({ row }) => row)).then(
            (findings) => setLoaded((before) => withFindings(before, findings)),
            () => undefined,
          );
        },
        (error: unknown) => settle((before) => ({ ...before, failed: project, error: reasonOf(error) })),
      );
    }
  });
  return {
    ...(loaded.total !== undefined && { total: loaded.total }),
    ...(loaded.error !== undefined && { error: loaded.error }),
    foundIn: (row) => loaded.found.get(row) ?? [],
    at: (index) => loaded.pages.get(Math.floor(index / PAGE))?.rows[index % PAGE],
    retry: () => setLoaded(NOTHING),
  };
}

const NOTHING: Loaded = { pages: new Map(), found: new Map() };

/** Of the rows that are kept. */
function withFindings(before: Loaded, findings: readonly RowFindings[]): Loaded {
  const kept = new Set([...before.pages.values()].flatMap(({ rows }) => rows.map(({ row }) => row)));
  const older = [...before.found].filter(([row]) => kept.has(row));
  return { ...before, found: new Map([...older, ...findings.map(({ row, lfs }) => [row, lfs] as const)]) };
}

function withPage({ pages, found }: Loaded, page: number, of: ProjectSnapshot, { total, rows }: RowPage): Loaded {
  const near = [...pages].filter(([other]) => Math.abs(other - page) < KEPT / 2 && other * PAGE < total);
  return { total, found, pages: new Map(near).set(page, { of, rows }) };
}
