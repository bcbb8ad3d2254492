import type { AllRowsSnapshot, ProjectSnapshot } from "../../../../src/protocol/panel";
import { counted, percent } from "../../../../src/core/data/numberText";
import { listed, timeText } from "../../format";
import { cancelAllRows, chooseScope, measureAllRows } from "../../state";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { rowsInAll } from "./scope";

/** Says of which rows the numbers below are and from when, and measures them on request. */
export function AllRowsNotice({ project }: { project: ProjectSnapshot }) {
  const { measured, problem } = project.numbers.allRows ?? {};
  const progress = project.tasks.find(({ kind }) => kind === "measure")?.progress;
  return (
    <section className="all-rows" aria-label="Numbers of all rows">
      <span className="badge">All rows</span>
      <div className="all-rows-text">
        {measured ? <Measured measured={measured} /> : <NotMeasured project={project} />}
        {measured?.stale && (
          <p role="status">
            <Icon name="history" className="warning" /> LFs or settings have changed since: these numbers are from before the change.
          </p>
        )}
        {problem !== undefined && !progress && (
          <p role="alert">
            <Icon name="error" className="wrong" /> Not measured: {problem}
          </p>
        )}
        {measured && (
          <p className="muted">
            Row lists, the matrix of a single label, Worth and Time are available for the{" "}
            <button type="button" className="link" onClick={() => chooseScope("sample")}>
              sample
            </button>{" "}
            only.
          </p>
        )}
      </div>
      {progress ? (
        <>
          <Progress text={progressText(progress)} />
          <Button appearance="secondary" onClick={cancelAllRows}>
            Cancel
          </Button>
        </>
      ) : (
        <Button appearance={measured && !measured.stale ? "secondary" : "primary"} onClick={measureAllRows}>
          {measured || problem !== undefined ? "Run again" : "Measure all rows"}
        </Button>
      )}
    </section>
  );
}

function Measured({ measured: { numbers, splits, at, seconds, from } }: { measured: NonNullable<AllRowsSnapshot["measured"]> }) {
  const { rows, goldRows, labelModel } = numbers;
  return (
    <p>
      <b>
        {counted(rows, "row")} of {listed(splits)}
      </b>
      , {goldRows === 0 ? "none" : counted(goldRows, "row")} with gold. Counted on {timeText(Date.parse(at))}{" "}
      {from === undefined ? `in ${seconds.toFixed(1)} s` : `on a cluster (${from})`}; label model fitted on all rows: {labelModel?.title}.
    </p>
  );
}

function NotMeasured({ project }: { project: ProjectSnapshot }) {
  return (
    <p>
      Counts {rowsInAll(project) === 1 ? "the 1 row" : `all ${counted(rowsInAll(project), "row")}`} once; the sample's numbers stay
      meanwhile.
    </p>
  );
}

const progressText = ({ what, done, total }: ProjectSnapshot["tasks"][number]["progress"]): string =>
  `${what}${total > 0 ? `: ${percent(done, total)} of ${counted(total, "row")}` : ""}`;
