import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState, type KeyboardEvent } from "react";
import type { ProjectSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { counted } from "../../format";
import { closeRows } from "../../state";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { describeFilter } from "./filterText";
import { NEXT_STEPS } from "./matrixText";
import { PlaceLink } from "./Problems";
import { RowItem } from "./RowItem";
import { useRowPages, type RowPages } from "./rowPages";

interface RowsViewProps {
  readonly project: ProjectSnapshot;
  readonly filter: RowFilter;
}

/** The rows that pass a filter, as a list of any length. */
export function RowsView({ project, filter }: RowsViewProps) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const rows = useRowPages(project, filter, range.first, range.last);
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
  };
  return (
    <section className="rows" aria-labelledby="rows-title" onKeyDown={closeOnEscape}>
      <div className="rows-head">
        <h2 id="rows-title" dir="auto">
          {describeFilter(filter)}
        </h2>
        <span className="muted" role="status">
          {rows.total === undefined ? "" : counted(rows.total, "row")}
        </span>
        <Button appearance="icon" label="Close the rows" onClick={close}>
          <Icon name="close" />
        </Button>
      </div>
      <Advice project={project} filter={filter} />
      <RowsState rows={rows} hasRun={project.set !== undefined} />
      <RowList project={project} rows={rows} onRange={setRange} />
    </section>
  );
}

/** About the height of a row in pixels, and that of one that is still to be fetched. */
const ROW_HEIGHT = 110;

interface RowListProps {
  readonly project: ProjectSnapshot;
  readonly rows: RowPages;
  readonly onRange: (range: { first: number; last: number }) => void;
}

function RowList({ project, rows, onRange }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const list = useVirtualizer({
    count: rows.total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    onChange: ({ range }) => range && onRange({ first: range.startIndex, last: range.endIndex }),
  });
  const toggle = (row: number): void => setExpanded((before) => (before.has(row) ? without(before, row) : new Set(before).add(row)));
  // The browser's own jump to the end is thrown off course by rows that are measured on the way.
  const jump = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || (event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    list.scrollToIndex(event.key === "Home" ? 0 : (rows.total ?? 1) - 1);
  };
  return (
    <div ref={scroller} className="rows-scroll" tabIndex={0} role="region" aria-label="Rows" onKeyDown={jump}>
      <div role="list" className="rows-list" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, key, start }) => {
          const row = rows.at(index);
          return (
            <div
              key={key}
              ref={list.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={rows.total}
              aria-posinset={index + 1}
              className="row-place"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row ? (
                <RowItem row={row} project={project} expanded={expanded.has(row.row)} onToggle={() => toggle(row.row)} />
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

function RowsState({ rows, hasRun }: { rows: RowPages; hasRun: boolean }) {
  if (rows.error !== undefined) {
    return (
      <div className="rows-state" role="alert">
        <p>The rows cannot be shown: {rows.error}</p>
        <Button appearance="secondary" onClick={rows.retry}>
          Try again
        </Button>
      </div>
    );
  }
  if (rows.total === undefined) return <Progress text="Fetching the rows" />;
  if (!hasRun) return <Progress text="Waiting for the LFs' first run" />;
  return rows.total === 0 ? <p className="rows-state">No row of the sample is like this.</p> : null;
}

/** What to do about the rows of a cell of the clarity matrix, or what the LF faulted with. */
function Advice({ project, filter: { clarity, lf } }: RowsViewProps) {
  if (clarity?.prediction && clarity.lfs) return <p className="advice">{NEXT_STEPS[clarity.prediction][clarity.lfs].long}</p>;
  if (lf?.rows !== "fault") return null;
  const faults = project.lfs.find(({ name }) => name === lf.name)?.faults ?? [];
  return (
    <ul className="advice">
      {faults.map((fault, at) => (
        <li key={at}>
          {fault.message} ({counted(fault.rows, "row")}){" "}
          {fault.file !== undefined && <PlaceLink root={project.root} place={{ ...fault, file: fault.file }} />}
        </li>
      ))}
    </ul>
  );
}

/** Closes the rows and goes back to the number that opened them. */
function close(): void {
  const opener = document.querySelector<HTMLElement>("[aria-pressed=true]");
  closeRows();
  opener?.focus();
}

const without = (rows: ReadonlySet<number>, row: number): Set<number> => new Set([...rows].filter((other) => other !== row));
