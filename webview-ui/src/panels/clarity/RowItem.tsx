import type { CellValue, FoundInRow, PredictionSource, ProjectSnapshot, RowView, RowVote } from "../../../../src/protocol/panel";
import { openLf } from "../../state";
import { Icon } from "../../ui/Icon";
import { LabelChip } from "./LabelChip";
import { MarkedText } from "./MarkedText";
import { SOURCES } from "./matrixText";
import { RowActions } from "./RowActions";
import { RowNotes } from "./RowNotes";
import { folded, foundText, spansIn, type Span } from "./spans";
import { Explanation } from "./why/Explanation";

interface RowItemProps {
  readonly row: RowView;
  /** What gave it its votes. */
  readonly found: readonly FoundInRow[];
  readonly project: ProjectSnapshot;
  /** Whose label the row shows. */
  readonly source: PredictionSource;
  /** The LF that the rows are about, if they are about one. */
  readonly lf: string | undefined;
  /** All of its text and columns are shown. */
  readonly expanded: boolean;
  readonly onExpand: () => void;
  /** It is shown why the row has its label. */
  readonly explained: boolean;
  readonly onExplain: () => void;
}

/** More text than this is cut to a few lines until it is asked for. */
const LONG_TEXT = 240;

/** One row: what it says, what it is labeled and by whom. */
export function RowItem({ row, found, project, source, lf, expanded, onExpand, explained, onExplain }: RowItemProps) {
  const { text, others } = cellsOf(row, project.columns);
  const whyId = `why-${row.row}`;
  const long = text !== undefined && (text.value.length > LONG_TEXT || text.value.split("\n").length > 4);
  const spansOf = (column: string): Span[] => spansIn(column, found, row.votes);
  // What was found in another column is shown, folded or not.
  const cells = others.filter(([name]) => expanded || spansOf(name).length > 0);
  return (
    <article className="row-item">
      <div className="row-facts">
        <bdi className="row-id">{row.id}</bdi>
        <span className="muted">{row.split}</span>
        <Labels row={row} source={source} labels={project.labels} />
        {(long || others.length > 0) && (
          <button
            type="button"
            className="row-more"
            aria-expanded={expanded}
            title={`${expanded ? "Show less" : "Show all"} of ${row.id}`}
            onClick={onExpand}
          >
            <Icon name={expanded ? "chevron-up" : "chevron-down"} />
            <span className="for-screen-readers">{expanded ? "Show less" : "Show all"}</span>
          </button>
        )}
      </div>
      {text !== undefined && (
        <p className={expanded ? "row-text" : "row-text clamped"} dir="auto">
          <MarkedText
            {...(expanded ? { text: text.value, spans: spansOf(text.name) } : folded(text.value, spansOf(text.name), LONG_TEXT))}
            labels={project.labels}
          />
        </p>
      )}
      {cells.length > 0 && (
        <dl className="row-cells">
          {cells.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto" className={expanded ? "" : "clamped"}>
                <MarkedText text={cellText(value)} spans={spansOf(name)} labels={project.labels} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="row-votes">
        {row.votes.map((vote) => (
          <Vote key={vote.lf} vote={vote} found={found.find((one) => one.lf === vote.lf)} labels={project.labels} />
        ))}
        {row.votes.length === 0 && <span className="muted">No LF votes on this row</span>}
        <span className="row-actions">
          <button
            type="button"
            className="link"
            aria-expanded={explained}
            {...(explained && { "aria-controls": whyId })}
            onClick={onExplain}
          >
            <Icon name={explained ? "chevron-up" : "question"} /> Why this label?
          </button>
          <RowActions row={row} lf={lf} />
        </span>
      </div>
      <RowNotes row={row} project={project} />
      {explained && <Explanation project={project} row={row.row} found={found} id={whyId} />}
    </article>
  );
}

interface LabelsProps {
  readonly row: RowView;
  readonly source: PredictionSource;
  readonly labels: readonly string[];
}

function Labels({ row: { gold, prediction }, source, labels }: LabelsProps) {
  const right = gold === undefined || prediction === undefined ? undefined : gold === prediction;
  return (
    <>
      <span className="row-label">
        {gold === undefined ? <span className="muted">no gold</span> : <>gold {<LabelChip label={gold} labels={labels} />}</>}
      </span>
      <span className="row-label">
        {prediction === undefined ? (
          <span className="muted">no {SOURCES[source].label}</span>
        ) : (
          <>
            {SOURCES[source].label.replace(" label", "")} <LabelChip label={prediction} labels={labels} /> <Mark right={right} />
          </>
        )}
      </span>
    </>
  );
}

interface VoteProps {
  readonly vote: RowVote;
  readonly found: FoundInRow | undefined;
  readonly labels: readonly string[];
}

function Vote({ vote: { lf, label, right }, found, labels }: VoteProps) {
  const what = found && foundText(found);
  const verdict = `${right === undefined ? "" : right ? ", which is right" : ", which is wrong"}${what === undefined ? "" : `: ${what}`}`;
  return (
    <button type="button" className="vote" title={`${lf} votes ${label}${verdict}. Open its source`} onClick={() => openLf(lf)}>
      <Mark right={right} />
      {lf} <LabelChip label={label} labels={labels} />
    </button>
  );
}

function Mark({ right }: { right: boolean | undefined }) {
  if (right === undefined) return null;
  return (
    <span className={right ? "right" : "wrong"}>
      <Icon name={right ? "check" : "close"} />
      <span className="for-screen-readers">{right ? "right" : "wrong"}</span>
    </span>
  );
}

/** The row's text: the column the config names, else its longest text; and the cells whose value is not shown elsewhere. */
function cellsOf(
  row: RowView,
  columns: ProjectSnapshot["columns"],
): { text?: { name: string; value: string }; others: [string, CellValue][] } {
  const shown = new Set([columns?.id, columns?.gold, columns?.split]);
  const cells = Object.entries(row.cells).filter(([name]) => !shown.has(name));
  const texts = cells.flatMap(([name, value]) => (typeof value === "string" ? [{ name, length: value.length }] : []));
  const longest = texts.sort((a, b) => b.length - a.length)[0]?.name;
  const name = columns?.text ?? longest;
  const text = name === undefined ? null : (row.cells[name] ?? null);
  return {
    ...(name !== undefined && text !== null && { text: { name, value: cellText(text) } }),
    others: cells.filter(([other]) => other !== name),
  };
}

function cellText(value: CellValue): string {
  if (typeof value === "string") return value;
  return value === null ? "null" : JSON.stringify(value, undefined, 1);
}
