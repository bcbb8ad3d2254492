import type { ClarityMatrix as Matrix, Numbers, PredictionSource, ProjectSnapshot } from "../../../../src/protocol/panel";
import { useAnswer, type Answer } from "../../answers";
import { wholeNumber, counted, percent } from "../../../../src/core/data/numberText";
import { capitalized, interval } from "../../format";
import { chooseGoldLabel, chooseSource, fetchClarity, type View } from "../../state";
import { Combobox } from "../../ui/Combobox";
import { Progress } from "../../ui/Progress";
import { Segments } from "../../ui/Segments";
import { MatrixTable } from "./MatrixTable";
import { SOURCES } from "./matrixText";
import { NoGold } from "./Notices";
import { useScope } from "./scope";

interface ClarityMatrixProps {
  readonly project: ProjectSnapshot;
  readonly numbers: Numbers;
  readonly view: View;
}

const ALL_LABELS = "All labels";

/** The labels of the label model of majority vote or of the end model against gold, by the LFs' votes against gold; of all gold rows or of one class. */
export function ClarityMatrix({ project, numbers, view: { goldLabel: one, source: chosen = "labelModel", filter } }: ClarityMatrixProps) {
  const ofSample = useScope() === "sample";
  const goldLabel = ofSample ? one : undefined;
  const endModel = ofSample ? project.endModel : undefined;
  const source = chosen === "endModel" && !endModel ? "labelModel" : chosen;
  const { value: matrix, error } = useMatrix(numbers, goldLabel, source);
  if (numbers.goldRows === 0) return <NoGold {...(project.columns?.gold !== undefined && { goldColumn: project.columns.gold })} />;
  return (
    <section className="matrix-section" aria-labelledby="matrix-title">
      <div className="section-line">
        <h2 id="matrix-title">Clarity matrix</h2>
        <Segments label="Whose labels" value={source} options={sourceOptions(endModel)} onChange={chooseSource} />
        {ofSample && (
          <Combobox
            label="Gold label of the rows"
            value={goldLabel ?? ALL_LABELS}
            options={[ALL_LABELS, ...numbers.labels]}
            onChange={(label) => chooseGoldLabel(label === ALL_LABELS ? undefined : label)}
          />
        )}
      </div>
      {error !== undefined && (
        <p role="alert">
          The matrix of {goldLabel} cannot be shown: {error}
        </p>
      )}
      {!matrix && error === undefined && <Progress text="Waiting for the first run" />}
      {matrix && (
        <>
          <p className="muted">{verdictLine(numbers, matrix, source, endModel)}</p>
          <MatrixTable matrix={matrix} source={source} lfs={numbers.lfs} goldLabel={goldLabel} filter={filter} />
          <p className="muted">
            {source === "endModel" &&
              endModel?.stale &&
              "LFs, data or settings have changed since the end model was trained. Train it again. "}
            {SOURCES[source].meaning} {total(matrix, "none") > 0 && SOURCES[source].none}
          </p>
        </>
      )}
    </section>
  );
}

/** The end model is a choice once there is one. */
const sourceOptions = (endModel: ProjectSnapshot["endModel"]): { readonly value: PredictionSource; readonly text: string }[] =>
  (["labelModel", "majority", ...(endModel ? (["endModel"] as const) : [])] as const).map((value) => ({
    value,
    text: SOURCES[value].choice,
  }));

/** The matrix of all gold rows, or that of one class. */
function useMatrix(numbers: Numbers, goldLabel: string | undefined, source: PredictionSource): Partial<Answer<Matrix>> {
  const key = goldLabel === undefined ? undefined : `${source} ${goldLabel}`;
  const answer = useAnswer(numbers, key, () => fetchClarity(goldLabel ?? "", source));
  if (goldLabel !== undefined) return answer;
  const matrix = { labelModel: numbers.clarity, majority: numbers.majorityClarity, endModel: numbers.endModelClarity }[source];
  return matrix ? { value: matrix } : {};
}

const total = (matrix: Matrix, prediction: "right" | "wrong" | "none"): number =>
  Object.values(matrix.cells[prediction]).reduce((sum, cell) => sum + cell.count, 0);

/** How right the shown labels are; with the interval where the editor gives one, which is for the whole of the label model's. */
function verdictLine(numbers: Numbers, matrix: Matrix, source: PredictionSource, endModel: ProjectSnapshot["endModel"]): string {
  const { labeledAccuracy, labelModel, clarity } = numbers;
  const [right, wrong] = [total(matrix, "right"), total(matrix, "wrong")];
  const { label } = SOURCES[source];
  const seen = source === "endModel" && endModel ? trainedLine(endModel, right, right + wrong) : undefined;
  if (seen !== undefined) return seen;
  if (right + wrong === 0) return `None of the ${wholeNumber(matrix.goldRows)} gold rows has a ${label}.`;
  const range = matrix === clarity && labeledAccuracy ? ` (95 % interval ${interval(labeledAccuracy.interval)})` : "";
  const none = total(matrix, "none");
  const leftOut =
    none > 0 ? ` ${counted(none, "gold row")} without one ${none === 1 ? "is" : "are"} left out; Evaluation counts them as guesses.` : "";
  const corrected =
    source === "labelModel" && (labelModel?.gold.used ?? "none") !== "none" ? " Dev gold was used to fit these labels." : "";
  return `${capitalized(label)}s are ${percent(right, right + wrong)} right${range}: ${wholeNumber(right)} of the ${wholeNumber(right + wrong)} gold rows that have one.${corrected}${leftOut}`;
}

/** Where gold has trained the end model, being right on that gold is no merit: what it is worth is known of gold it had not seen. */
function trainedLine({ training, evaluation }: NonNullable<ProjectSnapshot["endModel"]>, right: number, of: number): string | undefined {
  if (training.goldWeight === 0) return undefined;
  const { test, dev, train } = evaluation.metrics["endModel"] ?? {};
  const unseen = test ?? dev ?? train;
  const worth =
    unseen?.accuracy == null ? "" : ` On gold it has not seen, it is ${percent(unseen.accuracy, 1)} right (${counted(unseen.n, "row")}).`;
  return `The end model was trained on gold: it reproduces ${wholeNumber(right)} of these ${counted(of, "gold row")}.${worth}`;
}
