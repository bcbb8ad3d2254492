import type { ModelComparison } from "../../../../../src/protocol/panel";
import { counted, percent } from "../../../../../src/core/data/numberText";
import { interval } from "../../../format";
import { IntervalBar } from "../../../ui/Bars";
import { Icon } from "../../../ui/Icon";
import { differenceText } from "./comparisonText";

/** The label model against majority vote, and what explains it when the label model loses. */
export function Comparison({ comparison, pending }: { comparison: ModelComparison; pending: boolean }) {
  const { rows, modelAccuracy, modelInterval, majorityAccuracy, majorityInterval, causes } = comparison;
  return (
    <div className={pending ? "comparison pending" : "comparison"}>
      <h3>Against majority vote</h3>
      <table className="figures">
        <caption className="muted">
          Right on the {counted(rows, "gold row")} with a vote, before gold corrects the label model. A tie counts as chance; rows without a
          vote are left out.
        </caption>
        <tbody>
          <Score title="Label model" accuracy={modelAccuracy} range={modelInterval} />
          <Score title="Majority vote" accuracy={majorityAccuracy} range={majorityInterval} />
        </tbody>
      </table>
      <p>{differenceText(comparison)}</p>
      {causes.length > 0 && (
        <>
          <h3>{modelAccuracy < majorityAccuracy ? "Why the label model is worse" : "Why almost every row gets one label"}</h3>
          <ul className="causes">
            {causes.map((cause) => (
              <li key={cause}>
                <Icon name="lightbulb" className="warning" /> <span>{cause}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Score({ title, accuracy, range }: { title: string; accuracy: number; range: { low: number; high: number } }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="number">
        <b>{percent(accuracy, 1)}</b>
      </td>
      <td className="score-bar">
        <IntervalBar {...range} value={accuracy} />
      </td>
      <td className="number muted" title="95 % Wilson interval">
        {interval(range)}
      </td>
    </tr>
  );
}
