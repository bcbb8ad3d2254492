import type {
  EvaluatedProject,
  FigureDifference,
  ModelName,
  SideBySide as Comparison,
  SplitDifference,
  TrainingRecord,
} from "../../../../src/protocol/evaluationPanel";
import { useAnswer } from "../../answers";
import { wholeNumber, points } from "../../../../src/core/data/numberText";
import { Dropdown } from "../../ui/Dropdown";
import { Fold } from "../../ui/Fold";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { fetchSideBySide, look, type View } from "./evaluationState";
import { FIGURES, figureText, sourceName, timeText } from "./evaluationText";
import { RowByRow } from "./RowByRow";
import { MaybeLabel, RowTable } from "./RowLists";

interface SideBySideProps {
  readonly project: EvaluatedProject;
  readonly run: TrainingRecord;
  readonly view: View;
}

/** Any two models of any two runs: how far they are apart, and on which rows where that is on record. */
export function SideBySide({ project, run, view }: SideBySideProps) {
  const models = modelsOf(project);
  const [first, second] = chosenOf(models, run, view);
  const key = first && second && JSON.stringify([first, second, view.covered]);
  const { value, error } = useAnswer(project, key, () => fetchSideBySide(first!, second!, view.covered));
  if (!first || !second) return null;
  const options = models.map((model) => ({ value: JSON.stringify(model), text: modelText(model, project) }));
  return (
    <section aria-labelledby="side-title">
      <div className="section-line">
        <h2 id="side-title">Side by side</h2>
        <Dropdown
          label="First model"
          value={JSON.stringify(first)}
          options={options}
          onChange={(one) => look({ first: JSON.parse(one) as ModelName })}
        />
        <span aria-hidden="true">→</span>
        <Dropdown
          label="Second model"
          value={JSON.stringify(second)}
          options={options}
          onChange={(one) => look({ second: JSON.parse(one) as ModelName })}
        />
      </div>
      {error !== undefined && <p role="alert">They cannot be compared: {error}</p>}
      {!value && error === undefined && <Progress text="Comparing" />}
      {value && <Differences comparison={value} labels={run.evaluation.labels} first={first} second={second} />}
    </section>
  );
}

/** Every source of every run, newest first. */
const modelsOf = ({ runs }: EvaluatedProject): ModelName[] =>
  runs.flatMap(({ id, sources }) => sources.map((source) => ({ run: id, source })));

const modelText = ({ run, source }: ModelName, { runs }: EvaluatedProject): string => {
  const at = runs.find(({ id }) => id === run)?.at;
  return `${sourceName(source)}${at === undefined ? "" : ` · ${timeText(at)}`}`;
};

/** What the user chose, of the newest run that has it where the chosen one is gone; else the run's label model and end model. */
function chosenOf(models: readonly ModelName[], run: TrainingRecord, view: View): readonly [ModelName | undefined, ModelName | undefined] {
  const known = (wanted: ModelName | undefined): ModelName | undefined =>
    models.find((model) => model.run === wanted?.run && model.source === wanted.source);
  const keptOf = (wanted: ModelName | undefined): ModelName | undefined =>
    known(wanted) ?? models.find(({ source }) => source === wanted?.source);
  return [
    keptOf(view.first) ?? known({ run: run.id, source: "labelModel" }) ?? models[0],
    keptOf(view.second) ?? known({ run: run.id, source: "endModel" }) ?? models[1] ?? models[0],
  ];
}

interface DifferencesProps {
  readonly comparison: Comparison;
  readonly labels: readonly string[];
  readonly first: ModelName;
  readonly second: ModelName;
}

function Differences({ comparison: { splits, changed, byRow, notes }, labels, first, second }: DifferencesProps) {
  return (
    <>
      {splits.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Differences by split">
          <table className="figures">
            <thead>
              <tr>
                {["Split", "Figure", "First", "Second", "Difference", "95 % interval"].map((title, at) => (
                  <th key={title} scope="col" className={at > 1 ? "number" : ""}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            {splits.map((split) => (
              <SplitRows key={split.split} split={split} />
            ))}
          </table>
        </div>
      )}
      <ul className="muted side-notes" aria-label="About this comparison">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {byRow && <RowByRow first={first} second={second} labels={labels} />}
      {changed && <ChangedRows changed={changed} labels={labels} titles={[sourceName(first.source), sourceName(second.source)]} />}
    </>
  );
}

interface ChangedRowsProps {
  readonly changed: NonNullable<Comparison["changed"]>;
  readonly labels: readonly string[];
  readonly titles: readonly [string, string];
}

function ChangedRows({ changed, labels, titles }: ChangedRowsProps) {
  return (
    <Fold
      id="changed-title"
      title="Changed rows"
      summary={`${wholeNumber(changed.rows)} of ${wholeNumber(changed.of)} covered rows`}
      open={false}
    >
      <RowTable
        name="Changed rows"
        columns={["Gold", ...titles]}
        rows={changed.first.map((row) => ({
          ...row,
          cells: [row.gold, row.first, row.second].map((label) => <MaybeLabel label={label} labels={labels} />),
        }))}
        total={changed.rows}
        order="most confident first"
      />
    </Fold>
  );
}

function SplitRows({ split: { split, figures } }: { split: SplitDifference }) {
  return (
    <tbody>
      {figures.map(({ name, first, second, difference, interval }, at) => (
        <tr key={name} className={at === 0 ? "split-first" : ""}>
          <th scope="row">{at === 0 ? split : <span className="for-screen-readers">{split}</span>}</th>
          <td title={FIGURES[name].meaning}>{FIGURES[name].title}</td>
          <td className="number">{figureText(name, first)}</td>
          <td className="number">{figureText(name, second)}</td>
          <td className="number">
            <Change name={name} difference={difference} interval={interval} />
          </td>
          <td className="number muted">{interval ? `${points(interval.low)} to ${points(interval.high)}` : ""}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** Better or worse is said only where the interval leaves 0 out, and by an icon too, never by colour alone. */
function Change({ name, difference, interval }: Pick<FigureDifference, "name" | "difference" | "interval">) {
  if (difference === null) return <>n/a</>;
  const text = name === "accuracy" ? points(difference) : signed3(difference);
  if (!interval || (interval.low <= 0 && interval.high >= 0)) return <>{text}</>;
  const better = difference > 0 === FIGURES[name].moreIsBetter;
  return (
    <span className={better ? "right" : "wrong"}>
      <Icon name={better ? "arrow-up" : "arrow-down"} /> {text}
      <span className="for-screen-readers">{better ? " better" : " worse"}</span>
    </span>
  );
}

/** As many places as the figures beside it. */
const signed3 = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(3)}`;
