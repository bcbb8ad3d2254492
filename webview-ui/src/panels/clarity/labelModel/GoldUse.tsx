import type { LabelModelSnapshot } from "../../../../../src/protocol/panel";
import { counted } from "../../../../../src/core/data/numberText";
import { Icon } from "../../../ui/Icon";
import { goldUseText, unusedGoldText } from "./comparisonText";

/** What gold was used for, out of what, and whether that is safe. */
export function GoldUse({ gold }: { gold: LabelModelSnapshot["gold"] }) {
  const { used, rows, candidates, warning } = gold;
  return (
    <div className="gold-use">
      <h3>How gold is used</h3>
      {candidates.length === 0 ? (
        <p>{used === "none" ? unusedGoldText(gold) : `${goldUseText(used)} (${counted(rows, "row")} of dev).`}</p>
      ) : (
        <table className="figures">
          <caption className="muted">
            Log loss on the {counted(rows, "row")} of dev with gold and a vote, by cross-validation. Lower is better.
          </caption>
          <tbody>
            {candidates.map(({ name, logLoss }) => (
              <tr key={name} className={name === used ? "chosen" : ""}>
                <th scope="row">
                  <Icon name={name === used ? "check" : "blank"} /> {goldUseText(name)}
                  {name === used && <span className="for-screen-readers"> (used)</span>}
                </th>
                <td className="number">{logLoss.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {warning !== undefined && (
        <p className="model-warning">
          <Icon name="warning" className="warning" /> {warning}
        </p>
      )}
    </div>
  );
}
