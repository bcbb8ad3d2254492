/** What the label model's figures mean, in plain words. */
import type { LabelModelSnapshot, ModelComparison } from "../../../../../src/protocol/panel";
import { wholeNumber, counted, percent } from "../../../../../src/core/data/numberText";
import { interval } from "../../../format";

/** What McNemar's p (0..1) says of a difference. */
function chanceText(pValue: number): string {
  if (pValue < 0.01) return "This is very unlikely to be chance";
  if (pValue < 0.05) return "This is unlikely to be chance";
  return pValue < 0.2 ? "This could be chance" : "This could well be chance";
}

/** The rows on which only one of the two is right, and whether that tells them apart. */
export function differenceText({ onlyModelRight, onlyMajorityRight, pValue }: ModelComparison): string {
  if (onlyModelRight + onlyMajorityRight === 0) return "Where both give a label, they are right on the same rows.";
  const p = pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toFixed(pValue < 0.1 ? 3 : 2)}`;
  const rows = `Only the label model is right on ${counted(onlyModelRight, "row")}, only majority vote on ${wholeNumber(onlyMajorityRight)}.`;
  return `${rows} ${chanceText(pValue)} (${p}).`;
}

/** "right on 85.7% (79.0–90.6%) of 140 gold rows, majority vote on 80.0% (72.6–85.8%)", and that gold has not had its say in it. */
export function scoreText(
  { rows, modelAccuracy, modelInterval, majorityAccuracy, majorityInterval }: ModelComparison,
  { used }: LabelModelSnapshot["gold"],
): string {
  const model = `right on ${percent(modelAccuracy, 1)} (${interval(modelInterval)}) of ${counted(rows, "gold row")}`;
  const scores = `${model}, majority vote on ${percent(majorityAccuracy, 1)} (${interval(majorityInterval)})`;
  return used === "none" ? scores : `before correction by gold (so that the same gold can judge it): ${scores}`;
}

const GOLD_USES: Readonly<Record<string, string>> = {
  none: "Label model alone",
  prior: "Gold corrects the class prior",
  calibrate: "Gold corrects temperature and bias",
  clamp: "Gold rows keep their label",
};

/** What a use of gold does. */
export const goldUseText = (use: string): string => GOLD_USES[use] ?? use;

/** Why gold is not used where the ways of using it could not even be compared. */
export const unusedGoldText = ({ rows, warning }: LabelModelSnapshot["gold"]): string => {
  if (warning !== undefined) return "Gold is not used.";
  return rows === 0
    ? "Gold is not used: no row of dev has gold and a vote."
    : `Gold is not used: ${counted(rows, "row")} of dev with gold and a vote ${rows === 1 ? "is" : "are"} too few to measure its effect.`;
};
