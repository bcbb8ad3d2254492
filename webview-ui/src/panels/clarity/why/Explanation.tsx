import type { FoundInRow, ProjectSnapshot, RowExplanation } from "../../../../../src/protocol/panel";
import { useAnswer } from "../../../answers";
import { percent } from "../../../../../src/core/data/numberText";
import { signed } from "../../../format";
import { labelTone } from "../../../labelTone";
import { fetchExplanation } from "../../../state";
import { DivergingBar, ShareBar } from "../../../ui/Bars";
import { Button } from "../../../ui/Button";
import { Progress } from "../../../ui/Progress";
import { LabelChip } from "../LabelChip";
import { LfLink } from "../LfLink";
import { PlaceLink } from "../Problems";
import { foundText } from "../spans";
import { flipText, verdictText, weightText } from "./explanationText";

interface ExplanationProps {
  readonly project: ProjectSnapshot;
  readonly row: number;
  /** What gave the row its votes. */
  readonly found: readonly FoundInRow[];
  readonly id: string;
}

/** Why a row has its denoised label: what is probable, which vote weighs how much, and what would turn it. */
export function Explanation({ project, row, found, id }: ExplanationProps) {
  const { value, error, retry } = useAnswer(project, id, () => fetchExplanation(row));
  return (
    <div className="why" id={id}>
      {error !== undefined && (
        <div role="alert">
          <p>The label cannot be explained: {error}</p>
          <Button appearance="secondary" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {!value && error === undefined && <Progress text="Loading the explanation" />}
      {value && <Reasons explanation={value} found={found} project={project} />}
    </div>
  );
}

interface ReasonsProps {
  readonly explanation: RowExplanation;
  readonly found: readonly FoundInRow[];
  readonly project: ProjectSnapshot;
}

function Reasons({ explanation, found, project }: ReasonsProps) {
  const { labels } = project;
  const { probabilities, votes } = explanation;
  const flip = flipText(explanation);
  return (
    <>
      <p>
        <b dir="auto">{verdictText(explanation)}</b>
      </p>
      {probabilities.length > 0 && (
        <ul className="probabilities" aria-label="Probability of each label">
          {probabilities.map(({ label, probability }) => (
            <li key={label}>
              <bdi className={`label-name ${labelTone(label, labels)}`}>{label}</bdi>
              <ShareBar share={probability} />
              <span className="number">{percent(probability, 1)}</span>
            </li>
          ))}
        </ul>
      )}
      {votes.length > 0 && <Votes explanation={explanation} found={found} project={project} />}
      {flip !== undefined && <p dir="auto">{flip}</p>}
    </>
  );
}

/** What the LF found in the row, or which of its returns gave the vote. */
function Because({ found, root }: { found: FoundInRow | undefined; root: string }) {
  const text = found && foundText(found);
  if (!found || (text === undefined && !found.place)) return null;
  return (
    <span className="because muted">
      {text ?? "returned at"} {found.place && <PlaceLink root={root} place={found.place} />}
    </span>
  );
}

/** As the LF table has it. */
const estimateText = (estimated: number | undefined): string => (estimated === undefined ? "n/a" : percent(estimated, 1));

/** Each vote with what it weighs: to the right for the label, to the left for the next one. */
function Votes({ explanation, found, project: { root, labels, numbers } }: ReasonsProps) {
  const { lfs } = numbers.sample;
  const { votes } = explanation;
  const estimates = new Map(lfs.map(({ name, estimated }) => [name, estimated]));
  const heaviest = Math.max(...votes.map(({ logOdds }) => Math.abs(logOdds)));
  return (
    <>
      <p className="muted">
        {weightText(
          explanation,
          lfs.some(({ estimated }) => estimated !== undefined),
        )}
      </p>
      <ul className="weights" aria-label="Weight of each vote">
        {votes.map(({ lf, label, logOdds }) => (
          <li key={lf}>
            <LfLink name={lf} />
            <LabelChip label={label} labels={labels} />
            <DivergingBar share={heaviest > 0 ? logOdds / heaviest : 0} />
            <span className="number">{signed(logOdds)}</span>
            <span className="number muted">est. {estimateText(estimates.get(lf))}</span>
            <Because found={found.find((one) => one.lf === lf)} root={root} />
          </li>
        ))}
      </ul>
    </>
  );
}
