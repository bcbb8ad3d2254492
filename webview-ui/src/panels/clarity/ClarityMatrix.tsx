import { useEffect, useState } from "react";
import type { ClarityMatrix as Matrix, ProjectSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { count, percent, reasonOf } from "../../format";
import { chooseGoldLabel, fetchClarity } from "../../state";
import { Dropdown } from "../../ui/Dropdown";
import { Progress } from "../../ui/Progress";
import { MatrixTable } from "./MatrixTable";
import { NoGold } from "./Notices";

interface ClarityMatrixProps {
  readonly project: ProjectSnapshot;
  readonly goldLabel: string | undefined;
  readonly filter: RowFilter | undefined;
}

/** A longer list is slow to open and to read; then the matrix is of all labels together. */
const MAX_CHOICES = 200;

/** Denoised labels against gold by the LFs' votes against gold, of all gold rows or of one class. */
export function ClarityMatrix({ project, goldLabel, filter }: ClarityMatrixProps) {
  const { matrix, error } = useMatrix(project, goldLabel);
  if (project.data?.sampleGold === 0) return <NoGold {...(project.columns?.gold !== undefined && { goldColumn: project.columns.gold })} />;
  return (
    <section className="matrix-section" aria-labelledby="matrix-title">
      <div className="section-line">
        <h2 id="matrix-title">Clarity matrix</h2>
        {project.labels.length <= MAX_CHOICES && (
          <Dropdown
            label="Gold label of the rows"
            value={goldLabel ?? ""}
            options={[{ value: "", text: "All labels" }, ...project.labels.map((label) => ({ value: label, text: label }))]}
            onChange={(label) => chooseGoldLabel(label === "" ? undefined : label)}
          />
        )}
      </div>
      {error !== undefined && (
        <p role="alert">
          The matrix of {goldLabel} cannot be shown: {error}
        </p>
      )}
      {!matrix && error === undefined && <Progress text="Waiting for the LFs' first run" />}
      {matrix && (
        <>
          <p className="muted">{verdictLine(matrix)}</p>
          <MatrixTable matrix={matrix} lfs={project.lfs} goldLabel={goldLabel} filter={filter} />
          {total(matrix, "none") > 0 && (
            <p className="muted">
              No denoised label means that no LF votes or that the votes tie. The label model is not wrong on these rows, it is silent.
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** The project's matrix, or that of one class, asked for anew with every snapshot; the last one stays until the next is there. */
function useMatrix(project: ProjectSnapshot, goldLabel: string | undefined): { matrix?: Matrix; error?: string } {
  const [answer, setAnswer] = useState<{ goldLabel: string; matrix?: Matrix; error?: string }>();
  useEffect(() => {
    if (goldLabel === undefined) return;
    let current = true;
    const settle = (part: { matrix?: Matrix; error?: string }): void => {
      if (current) setAnswer({ goldLabel, ...part });
    };
    fetchClarity(goldLabel).then(
      (matrix) => settle({ matrix }),
      (error: unknown) => settle({ error: reasonOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [project, goldLabel]);
  if (goldLabel === undefined) return project.clarity ? { matrix: project.clarity } : {};
  return answer?.goldLabel === goldLabel ? answer : {};
}

const total = (matrix: Matrix, prediction: "right" | "wrong" | "none"): number =>
  Object.values(matrix.cells[prediction]).reduce((sum, cell) => sum + cell.count, 0);

function verdictLine(matrix: Matrix): string {
  const [right, wrong] = [total(matrix, "right"), total(matrix, "wrong")];
  if (right + wrong === 0) return `None of the ${count(matrix.goldRows)} gold rows has a denoised label.`;
  return `Denoised labels are ${percent(right, right + wrong)} right: ${count(right)} of the ${count(right + wrong)} gold rows that have one.`;
}
