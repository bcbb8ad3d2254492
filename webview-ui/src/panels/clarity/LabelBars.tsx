import { useState } from "react";
import type { Numbers, RowFilter } from "../../../../src/protocol/panel";
import { wholeNumber, counted, percent } from "../../../../src/core/data/numberText";
import { labelTone } from "../../labelTone";
import { Button } from "../../ui/Button";
import { ShareBar } from "../../ui/Bars";
import { Icon } from "../../ui/Icon";
import { RowsButton } from "./RowsButton";
import { ofRows, useScope } from "./scope";

const STEP = 12;

/** How many rows got each denoised label, most first. */
export function LabelBars({ numbers, filter }: { numbers: Numbers; filter: RowFilter | undefined }) {
  const scope = useScope();
  const [shown, setShown] = useState(STEP);
  const { labels, labelCounts, labeled = 0, rows, labelModel } = numbers;
  if (!labelCounts) return null;
  const bars = labels.map((label, at) => ({ label, n: labelCounts[at] ?? 0 })).sort((a, b) => b.n - a.n);
  const most = Math.max(1, bars[0]?.n ?? 0);
  const unlabeled = rows - labeled;
  return (
    <section className="labels-section" aria-labelledby="labels-title">
      <h2 id="labels-title">Denoised labels</h2>
      <ul className="label-bars">
        {bars.slice(0, shown).map(({ label, n }) => (
          <li key={label}>
            <RowsButton
              opens={{ predictedLabel: label }}
              open={filter}
              label={`${label}: ${counted(n, "row")}, ${percent(n, labeled)} of the ${wholeNumber(labeled)} with a denoised label`}
              className="label-bar"
            >
              <bdi className={`label-name ${labelTone(label, labels)}`}>{label}</bdi>
              <span className="number">{wholeNumber(n)}</span>
              <span className="number muted">{percent(n, labeled)}</span>
              <ShareBar share={n / most} />
            </RowsButton>
          </li>
        ))}
      </ul>
      {bars.length > shown && (
        <Button appearance="secondary" onClick={() => setShown(shown + 10 * STEP)}>
          {`${wholeNumber(bars.length - shown)} more labels`}
        </Button>
      )}
      {unlabeled > 0 && (
        <p className="muted">
          {`${counted(unlabeled, "row")} ${ofRows[scope]} without a denoised label`}
          {labelModel !== undefined && labelModel.ties > 0 && `; on ${counted(labelModel.ties, "row")} two labels tie`}
        </p>
      )}
      {labelModel?.notes.map((note) => (
        <p key={note} className="model-warning">
          <Icon name="warning" className="warning" /> {note}
        </p>
      ))}
    </section>
  );
}
