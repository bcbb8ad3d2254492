import type { RunName, TrainingRecord } from "../../../../src/protocol/evaluationPanel";
import { counted } from "../../../../src/core/data/numberText";
import { Fold } from "../../ui/Fold";
import { Icon } from "../../ui/Icon";
import { decimal, share, timeText } from "./evaluationText";

type Training = TrainingRecord["training"];
type Mixture = Training["mixture"];
type Candidate = Training["candidates"][number];

/** Which mixture of LFs and gold trained, and what the others reached on held-out gold. */
export function GoldCandidates({ training, runs }: { training: Training; runs: readonly RunName[] }) {
  const { candidates, mixture, rows } = training;
  const kinds = bestOfKinds(candidates);
  return (
    <section aria-labelledby="gold-title">
      <h2 id="gold-title">Effect of gold</h2>
      <p>
        <Icon name={mixture.goldWeight === "only" ? "warning" : "check"} className={mixture.goldWeight === "only" ? "warning" : ""} />{" "}
        {verdict(mixture, rows.gold)}
      </p>
      {kinds.length > 0 ? (
        <table className="figures">
          <caption className="muted">
            The best of each kind on {counted(rows.gold, "gold row")}, by cross-validation{originText(training, runs)}.
          </caption>
          <CandidateRows candidates={kinds} mixture={mixture} />
        </table>
      ) : (
        <p className="muted">Nothing was compared: that takes at least 20 gold rows outside the scored split.</p>
      )}
      {candidates.length > kinds.length && (
        <Fold id="candidates-title" title="All candidates" summary={String(candidates.length)} open={false}>
          <div className="table-scroll" tabIndex={0} role="region" aria-label="All candidates">
            <table className="figures">
              <CandidateRows candidates={byAccuracy(candidates)} mixture={mixture} />
            </table>
          </div>
        </Fold>
      )}
    </section>
  );
}

function CandidateRows({ candidates, mixture }: { candidates: readonly Candidate[]; mixture: Mixture }) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col">Trained on</th>
          <th scope="col" className="number">
            Accuracy
          </th>
          <th scope="col" className="number">
            Log loss
          </th>
        </tr>
      </thead>
      <tbody>
        {candidates.map((candidate) => {
          const used = isSame(candidate, mixture);
          return (
            <tr key={mixtureText(candidate)} className={used ? "chosen" : ""}>
              <th scope="row">
                <Icon name={used ? "check" : "blank"} /> {mixtureText(candidate)}
                {used && <span className="for-screen-readers"> (used)</span>}
              </th>
              <td className="number">{share(candidate.accuracy)}</td>
              <td className="number">{decimal(candidate.logLoss)}</td>
            </tr>
          );
        })}
      </tbody>
    </>
  );
}

/** A training in the background takes the table over together with the mixture. */
function originText({ mixtureFrom }: Training, runs: readonly RunName[]): string {
  if (mixtureFrom === undefined) return "";
  const at = runs.find(({ id }) => id === mixtureFrom)?.at;
  return `, as compared in ${at === undefined ? "an earlier run" : `the run of ${timeText(at)}`}; Train End Model compares again`;
}

const isSame = (a: Mixture, b: Mixture): boolean => a.goldWeight === b.goldWeight && a.prior === b.prior && a.C === b.C;

const mixtureText = ({ goldWeight, prior, C }: Mixture): string =>
  `${goldWeight === "only" ? "gold only" : goldWeight === 0 ? "LFs only" : `LFs and gold (weight ${goldWeight})`}${prior ? ", gold's class prior" : ""}, C = ${C}`;

function verdict({ goldWeight }: Mixture, gold: number): string {
  if (goldWeight === "only")
    return `${counted(gold, "hand label")} alone work better here than the LFs: the model was trained on gold only.`;
  if (goldWeight === 0)
    return gold === 0 ? "There is no gold to train on: trained on LFs only." : "Trained on LFs only; gold only selected the settings.";
  return `Trained on LFs and gold; a gold row counts as ${goldWeight} ${goldWeight === 1 ? "row" : "rows"} with a soft label.`;
}

const byAccuracy = (candidates: readonly Candidate[]): Candidate[] =>
  [...candidates].sort((a, b) => b.accuracy - a.accuracy || a.logLoss - b.logLoss);

/** The best without gold, without LFs, and of both. */
function bestOfKinds(candidates: readonly Candidate[]): Candidate[] {
  const kinds: ((candidate: Candidate) => boolean)[] = [
    ({ goldWeight }) => goldWeight === 0,
    ({ goldWeight }) => goldWeight === "only",
    ({ goldWeight }) => goldWeight !== 0 && goldWeight !== "only",
  ];
  return kinds.flatMap((isKind) => byAccuracy(candidates.filter(isKind)).slice(0, 1));
}
