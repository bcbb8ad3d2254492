import type { EvaluateReport } from "../../../../src/protocol/evaluationPanel";
import { counted } from "../../../../src/core/data/numberText";
import { signed } from "../../format";
import { DivergingBar } from "../../ui/Bars";
import { Fold } from "../../ui/Fold";

type LabelWeights = EvaluateReport["weights"][number];
type Weight = LabelWeights["for"][number];

/** What the end model reads out of a row: the features that speak most for and against each label. */
export function FeatureWeights({ evaluation: { weights } }: { evaluation: EvaluateReport }) {
  if (weights.length === 0) return null;
  return (
    <Fold id="weights-title" title="Features of the end model" summary={`features of ${counted(weights.length, "label")}`} open={false}>
      <div className="weights">
        {weights.map((one) => (
          <OneLabel key={one.label} weights={one} />
        ))}
      </div>
    </Fold>
  );
}

const SHOWN = 12;

function OneLabel({ weights }: { weights: LabelWeights }) {
  const { label } = weights;
  const shown = [...weights.for.slice(0, SHOWN), ...weights.against.slice(0, SHOWN)];
  const most = Math.max(...shown.map(({ weight }) => Math.abs(weight)), 1e-9);
  return (
    <table className="figures weight-table">
      <caption>
        <h3>{label}</h3>
      </caption>
      <tbody>
        {shown.map((weight) => (
          <tr key={`${weight.column} ${weight.text}`}>
            <th scope="row" className="row-excerpt">
              <FeatureName weight={weight} />
            </th>
            <td className="score-bar">
              <DivergingBar share={weight.weight / most} />
            </td>
            <td className="number">{signed(weight.weight)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number's own value has no text. */
function FeatureName({ weight: { column, text } }: { weight: Weight }) {
  return text === "" ? (
    <>{column}</>
  ) : (
    <>
      <bdi>{text}</bdi> <span className="muted">{column}</span>
    </>
  );
}
