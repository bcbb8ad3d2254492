import { useEffect, useRef, useState } from "react";
import type { ProjectSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { counted } from "../../../../src/core/data/numberText";
import { chooseShare, closeRows, labelFiltered, suggestLfs } from "../../state";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { Splitter } from "../../ui/Splitter";
import { describeFilter } from "./filterText";
import { nextStep } from "./matrixText";
import { PlaceLink } from "./Problems";
import { RowList } from "./RowList";
import { ROW_KEYS } from "./rowKeys";
import { useRowPages, type RowPages } from "./rowPages";

interface RowsViewProps {
  readonly project: ProjectSnapshot;
  readonly filter: RowFilter;
  /** How much of the panel the numbers have, in percent. */
  readonly share: number;
}

/** As in layout.css. */
const SIDE_BY_SIDE = 1200;

/** The rows that pass a filter, as a list of any length. */
export function RowsView({ project, filter, share }: RowsViewProps) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const section = useRef<HTMLElement>(null);
  // In a low window they stand below the numbers.
  useEffect(() => void section.current?.scrollIntoView({ block: "nearest" }), []);
  const rows = useRowPages(project, filter, range.first, range.last);
  useEffect(() => {
    // Wherever the focus is, but in what has a use for the key itself.
    const closeOnEscape = (event: KeyboardEvent): void => {
      const isTaken = event.defaultPrevented || (event.target as Element).closest?.("vscode-dropdown, vscode-text-field, input");
      if (event.key === "Escape" && !isTaken) close();
    };
    window.addEventListener("keydown", closeOnEscape);
    return () => window.removeEventListener("keydown", closeOnEscape);
  }, []);
  return (
    <section ref={section} className="rows" aria-labelledby="rows-title">
      <Splitter label="Size of the numbers" share={share} uprightFrom={SIDE_BY_SIDE} onChange={chooseShare} />
      <div className="rows-head">
        <h2 id="rows-title" dir="auto">
          {describeFilter(filter)}
        </h2>
        <span className="muted" role="status">
          {rows.total === undefined ? "" : counted(rows.total, "row")}
        </span>
        {(rows.total ?? 0) > 0 && (
          <Button appearance="icon" label="Suggest labeling functions for these rows" onClick={() => suggestLfs(filter)}>
            <Icon name="lightbulb" />
          </Button>
        )}
        {(rows.total ?? 0) > 0 && (
          <Button appearance="icon" label="Label all of these rows" onClick={() => labelFiltered(filter)}>
            <Icon name="edit" />
          </Button>
        )}
        <Button appearance="icon" label="Close the rows" onClick={close}>
          <Icon name="close" />
        </Button>
      </div>
      <Advice project={project} filter={filter} />
      {(rows.total ?? 0) > 0 && <p className="row-keys muted">{ROW_KEYS}</p>}
      <RowsState rows={rows} hasRun={project.numbers.sample.set !== undefined} />
      <RowList project={project} source={filter.source ?? "labelModel"} lf={lfOf(filter)} rows={rows} onRange={setRange} />
    </section>
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
  if (rows.total === undefined) return <Progress text="Loading rows" />;
  if (!hasRun) return <Progress text="Waiting for the first run" />;
  return rows.total === 0 ? <p className="rows-state">No rows in the sample match.</p> : null;
}

/** What to do about the rows of a cell of the clarity matrix, or what the LF faulted with. */
function Advice({ project, filter: { clarity, lf, source = "labelModel" } }: Omit<RowsViewProps, "share">) {
  if (clarity?.prediction && clarity.lfs) return <p className="advice">{nextStep(source, clarity.prediction, clarity.lfs).long}</p>;
  if (lf?.rows !== "fault") return null;
  const faults = project.numbers.sample.lfs.find(({ name }) => name === lf.name)?.faults ?? [];
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

/** The LF that a filter's rows are about. */
function lfOf({ lf, changed }: RowFilter): string | undefined {
  if (lf) return lf.name;
  return changed && typeof changed.of === "object" ? changed.of.lf : undefined;
}

/** Closes the rows and goes back to the number that opened them. */
function close(): void {
  const opener = document.querySelector<HTMLElement>("[aria-pressed=true]");
  closeRows();
  opener?.focus();
}
