import { useState, type RefObject } from "react";
import type { CellValue, LabelProject, LabelRow, Said } from "../../../../src/protocol/labelPanel";
import { labelTone } from "../../labelTone";
import { Icon } from "../../ui/Icon";
import { labelKeys } from "./labelKeys";
import { say, setNote, toggleFlag, type Judged, type LabelState } from "./labelState";
import { Votes } from "./Votes";

interface RowProps {
  readonly row: LabelRow;
  /** What was said of it here, where it is looked at again. */
  readonly judged: Judged | undefined;
  readonly project: LabelProject;
  readonly state: LabelState;
  readonly note: RefObject<HTMLTextAreaElement | null>;
}

/** The row on the screen: its text, its other columns, and what can be said of it. */
export function RowToLabel({ row, judged, project, state, note }: RowProps) {
  const said = judged?.said ?? row.mine;
  const showsVotes = project.votesBefore || judged !== undefined;
  return (
    <section className="label-row" aria-label={`Row ${row.id}`}>
      <div className="label-facts">
        <bdi className="row-id">{row.id}</bdi>
        <span className="muted">{row.split}</span>
        {said && <span>{saidText(said)}</span>}
      </div>
      <div className="label-content">
        {row.text !== undefined && (
          <p className="label-text" dir="auto" tabIndex={0} aria-live="polite">
            {row.text === "" ? <span className="muted">(empty text)</span> : row.text}
          </p>
        )}
        {row.cells.length > 0 && <Cells cells={row.cells} />}
      </div>
      {row.others && row.others.length > 0 && (
        <p>
          Others:{" "}
          {row.others.map((one) => `${one.by}: ${one.label ?? "no label"}${one.note === undefined ? "" : ` (${one.note})`}`).join("; ")}
        </p>
      )}
      {showsVotes && <Votes row={row} />}
      <LabelButtons labels={project.labels} chosen={said?.label ?? undefined} />
      <NoteAndFlag note={note} text={state.note} flagged={state.flagged} />
    </section>
  );
}

const saidText = ({ label, skipped, flagged }: Omit<Said, "by">): string =>
  `You said: ${label ?? (skipped ? "skipped" : "no label")}${flagged ? ", flagged" : ""}`;

function Cells({ cells }: { cells: LabelRow["cells"] }) {
  return (
    <dl className="label-cells" tabIndex={0} aria-label="Other columns">
      {cells.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{cellText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function cellText(value: CellValue): string {
  if (value === null) return "—";
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

/** More labels than this get a field that leaves out those that do not match. */
const MANY = 20;

/** A button for each label, with its keys. */
function LabelButtons({ labels, chosen }: { labels: readonly string[]; chosen: string | undefined }) {
  const [filter, setFilter] = useState("");
  const shown = labelKeys(labels).filter(({ label }) => label.toLowerCase().includes(filter.toLowerCase()));
  return (
    <div className="label-buttons-part">
      {labels.length > MANY && (
        <input
          className="label-filter"
          type="search"
          aria-label="Find a label; Enter takes the first"
          placeholder="Find a label"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && shown[0]) say(shown[0].label);
            else if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      )}
      <div className="label-buttons" role="group" aria-label="Labels">
        {shown.map(({ label, digit, letter }) => (
          <button
            key={label}
            type="button"
            className={`label-button ${labelTone(label, labels)}`}
            aria-pressed={label === chosen}
            aria-keyshortcuts={[digit, letter].filter((key) => key !== undefined).join(" ")}
            onClick={() => say(label)}
          >
            <span className="label-name">{label}</span>
            <span className="label-keys">
              {digit !== undefined && <kbd>{digit}</kbd>}
              {letter !== undefined && <kbd>{letter.toUpperCase()}</kbd>}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

function NoteAndFlag({ note, text, flagged }: { note: RowProps["note"]; text: string; flagged: boolean }) {
  return (
    <div className="label-note">
      <textarea
        ref={note}
        rows={1}
        aria-label="Note"
        placeholder="Note (N): saved with the label"
        value={text}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey)) return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      <button type="button" className="label-flag" aria-pressed={flagged} aria-keyshortcuts="F" onClick={toggleFlag}>
        <Icon name="bookmark" /> Flag <kbd>F</kbd>
      </button>
    </div>
  );
}
