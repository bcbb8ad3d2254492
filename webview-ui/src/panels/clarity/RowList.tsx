import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState, type KeyboardEvent } from "react";
import type { PredictionSource, ProjectSnapshot } from "../../../../src/protocol/panel";
import { commentRow, debugRow, labelRow, pinRow, tagRow } from "../../state";
import { RowItem } from "./RowItem";
import { useRowKeys, type RowKeys } from "./rowKeys";
import type { RowPages } from "./rowPages";

/** About the height of a row in pixels, and that of one that is still to be fetched. */
const ROW_HEIGHT = 110;

interface RowListProps {
  readonly project: ProjectSnapshot;
  /** Whose labels the rows show. */
  readonly source: PredictionSource;
  /** The LF that the rows are about, if they are about one. */
  readonly lf: string | undefined;
  readonly rows: RowPages;
  readonly onRange: (range: { first: number; last: number }) => void;
}

/** Rows of any number, of which only those on the screen are drawn. */
export function RowList({ project, source, lf, rows, onRange }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [expanded, toggleExpanded] = useRowSet();
  const [explained, toggleExplained] = useRowSet();
  const list = useVirtualizer({
    count: rows.total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    onChange: ({ range }) => range && onRange({ first: range.startIndex, last: range.endIndex }),
  });
  // The browser's own jump to the end is thrown off course by rows that are measured on the way.
  const jump = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || (event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    list.scrollToIndex(event.key === "Home" ? 0 : (rows.total ?? 1) - 1);
  };
  const onKey = useRowKeys(scroller, {
    count: rows.total ?? 0,
    scrollTo: (index) => list.scrollToIndex(index),
    actions: keyActions(rows, lf, toggleExpanded, toggleExplained),
  });
  const press = (event: KeyboardEvent): void => {
    jump(event);
    onKey(event);
  };
  return (
    <div ref={scroller} className="rows-scroll" tabIndex={0} role="region" aria-label="Rows" onKeyDown={press}>
      <div role="list" className="rows-list" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, key, start }) => {
          const row = rows.at(index);
          return (
            <div
              key={key}
              ref={list.measureElement}
              data-index={index}
              role="listitem"
              tabIndex={-1}
              aria-setsize={rows.total}
              aria-posinset={index + 1}
              className="row-place"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row ? (
                <RowItem
                  row={row}
                  found={rows.foundIn(row.row)}
                  project={project}
                  source={source}
                  lf={lf}
                  expanded={expanded.has(row.row)}
                  onExpand={() => toggleExpanded(row.row)}
                  explained={explained.has(row.row)}
                  onExplain={() => toggleExplained(row.row)}
                />
              ) : (
                <div className="row-item muted" style={{ minHeight: ROW_HEIGHT }}>
                  …
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** What each key does with a row, which is known by its place in the list. */
function keyActions(
  rows: RowPages,
  lf: string | undefined,
  expand: (row: number) => void,
  explain: (row: number) => void,
): RowKeys["actions"] {
  const on = (act: (row: number) => void) => (index: number) => {
    const row = rows.at(index);
    if (row) act(row.row);
  };
  const said = { l: on(labelRow), t: on(tagRow), c: on(commentRow) };
  return { e: on(expand), w: on(explain), p: on((row) => pinRow(row, lf)), d: on((row) => debugRow(row, lf)), ...said };
}

/** Rows that something is switched on for, and the switch. */
function useRowSet(): [rows: ReadonlySet<number>, toggle: (row: number) => void] {
  const [rows, setRows] = useState<ReadonlySet<number>>(new Set());
  const toggle = (row: number): void =>
    setRows((before) => {
      const after = new Set(before);
      if (!after.delete(row)) after.add(row);
      return after;
    });
  return [rows, toggle];
}
