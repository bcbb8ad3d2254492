import { useState } from "react";
import type { LfDependency, ProjectSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { useLast } from "../../answers";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { Button } from "../../ui/Button";
import { Fold } from "../../ui/Fold";
import { LfLink } from "./LfLink";
import { RowsButton } from "./RowsButton";

/** More pairs than this are folded away until asked for. */
const MANY = 3;
const STEP = 20;

/** Pairs of LFs that do not err independently, with what to do about each. */
export function Dependencies({ project, filter }: { project: ProjectSnapshot; filter: RowFilter | undefined }) {
  const [shown, setShown] = useState(STEP);
  const dependencies = useLast(project.dependencies);
  if (!project.numbers.sample.labelModel) return null;
  const pairs = dependencies ?? [];
  return (
    <Fold
      id="dependencies-title"
      title="LFs that depend on each other"
      open={pairs.length > 0 && pairs.length <= MANY}
      summary={<span className="muted">{dependencies ? (pairs.length === 0 ? "none found" : counted(pairs.length, "pair")) : "…"}</span>}
    >
      <ul className={project.dependencies ? "dependencies" : "dependencies pending"}>
        {pairs.slice(0, shown).map((pair) => (
          <Dependency key={pair.lfs.join(" ")} pair={pair} filter={filter} />
        ))}
      </ul>
      {pairs.length > shown && (
        <Button appearance="secondary" onClick={() => setShown(shown + 10 * STEP)}>
          {`${wholeNumber(pairs.length - shown)} more pairs`}
        </Button>
      )}
      {pairs.length === 0 && (
        <p className="muted">
          {dependencies ? "No two LFs vote together more often than the label explains." : "Calculating …"} If two LFs use the same
          evidence, label models count it twice.
        </p>
      )}
    </Fold>
  );
}

function Dependency({ pair: { lfs, kind, text }, filter }: { pair: LfDependency; filter: RowFilter | undefined }) {
  const names = lfs.join(" and ");
  return (
    <li>
      <p>
        <span className="chip">{kind}</span> {text}
      </p>
      <p className="muted">
        Show the rows where they{" "}
        <RowsButton
          opens={{ pair: { names: lfs, rows: "overlap" } }}
          open={filter}
          label={`Rows where ${names} both vote`}
          className="fact"
        >
          both vote
        </RowsButton>{" "}
        or{" "}
        <RowsButton
          opens={{ pair: { names: lfs, rows: "conflict" } }}
          open={filter}
          label={`Rows where ${names} disagree`}
          className="fact"
        >
          disagree
        </RowsButton>
        . Open <LfLink name={lfs[0]} /> or <LfLink name={lfs[1]} />.
      </p>
    </li>
  );
}
