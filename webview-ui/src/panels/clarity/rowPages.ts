import { useEffect, useRef, useState } from "react";
import type { ProjectSnapshot, RowFilter, RowPage, RowView } from "../../../../src/protocol/panel";
import { reasonOf } from "../../format";
import { fetchRows } from "../../state";

const PAGE = 50;
/** Pages kept in memory: those nearest to what is on the screen. */
const KEPT = 40;

export interface RowPages {
  /** Rows that pass the filter; undefined until the first answer. */
  readonly total?: number;
  readonly error?: string;
  /** The row at a place in the list, if its page is here. */
  readonly at: (index: number) => RowView | undefined;
  readonly retry: () => void;
}

interface Loaded {
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
  const [loaded, setLoaded] = useState<Loaded>({ pages: new Map() });
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
        (answer) => settle((before) => withPage(before, page, project, answer)),
        (error: unknown) => settle((before) => ({ ...before, failed: project, error: reasonOf(error) })),
      );
    }
  });
  return {
    ...(loaded.total !== undefined && { total: loaded.total }),
    ...(loaded.error !== undefined && { error: loaded.error }),
    at: (index) => loaded.pages.get(Math.floor(index / PAGE))?.rows[index % PAGE],
    retry: () => setLoaded({ pages: new Map() }),
  };
}

function withPage({ pages }: Loaded, page: number, of: ProjectSnapshot, { total, rows }: RowPage): Loaded {
  const near = [...pages].filter(([other]) => Math.abs(other - page) < KEPT / 2 && other * PAGE < total);
  return { total, pages: new Map(near).set(page, { of, rows }) };
}
