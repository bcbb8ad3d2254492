import type { Numbers, ProjectSnapshot } from "../../../../../src/protocol/panel";
import { useLast } from "../../../answers";
import { Fold } from "../../../ui/Fold";
import { Icon } from "../../../ui/Icon";
import { useScope } from "../scope";
import { Comparison } from "./Comparison";
import { scoreText } from "./comparisonText";
import { GoldUse } from "./GoldUse";

/** Which label model, what gold did for it, and whether it beats majority vote. Folded unless something needs a look. */
export function LabelModelCard({ project, numbers }: { project: ProjectSnapshot; numbers: Numbers }) {
  const comparison = useLast(project.comparison);
  const { labelModel } = numbers;
  if (!labelModel) return null;
  const ofSample = useScope() === "sample";
  const none = ofSample ? absence(project) : "· compared with majority vote on the sample alone";
  const shown = none === undefined ? comparison : undefined;
  const trouble = labelModel.gold.warning !== undefined || (shown !== undefined && shown.causes.length > 0);
  return (
    <Fold
      id="label-model-title"
      title="Label model"
      open={trouble}
      summary={
        <>
          {labelModel.title}{" "}
          <span className="muted" title="In brackets: 95 % Wilson intervals">
            {shown ? scoreText(shown, labelModel.gold) : (none ?? "…")}
          </span>
          {trouble && <Icon name="warning" className="warning fold-mark" />}
        </>
      }
    >
      <div className="label-model">
        <GoldUse gold={labelModel.gold} />
        {shown ? <Comparison comparison={shown} pending={project.comparison === undefined} /> : <NoComparison reason={none} />}
      </div>
    </Fold>
  );
}

function NoComparison({ reason }: { reason: string | undefined }) {
  return (
    <div className="comparison">
      <h3>Against majority vote</h3>
      <p className="muted">{reason ?? "Calculating …"}</p>
    </div>
  );
}

/** Why there is no comparison and will be none; undefined if it is there or still being worked out. */
function absence({ numbers, comparison, dependencies }: ProjectSnapshot): string | undefined {
  const { goldRows, labelModel } = numbers.sample;
  if (goldRows === 0) return "accuracy n/a: no gold";
  if (labelModel?.kind === "majority") return "This is majority vote, so there is nothing to compare.";
  const isDone = comparison === undefined && dependencies !== undefined; // they are worked out together
  return isDone ? "accuracy n/a: no row with gold has a vote" : undefined;
}
