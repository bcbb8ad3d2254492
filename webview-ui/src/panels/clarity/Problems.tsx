import type { FilePlace, Problem, ProjectSnapshot } from "../../../../src/protocol/panel";
import { counted } from "../../../../src/core/data/numberText";
import { placeText } from "../../format";
import { openFile } from "../../state";
import { Icon } from "../../ui/Icon";

/** What is wrong with the project's files: open when nothing can run because of it, else folded away under its count. */
export function Problems({ project }: { project: ProjectSnapshot }) {
  const { problems, phase, root } = project;
  if (problems.length === 0) return null;
  return (
    <details className="problems" key={phase === "failed" ? "failed" : "usable"} open={phase === "failed"}>
      <summary>{counted(problems.length, "problem")}</summary>
      <ul>
        {problems.map((problem, at) => (
          <li key={at}>
            <Icon name={problem.severity} className={severityClass[problem.severity]} />
            <span>
              {problem.message} <PlaceLink root={root} place={problem} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A file and line that opens in the editor. */
export function PlaceLink({ root, place }: { root: string; place: FilePlace }) {
  const { file, line, column } = place;
  return (
    <button type="button" className="link" onClick={() => openFile({ file, ...(line && { line }), ...(column && { column }) })}>
      {placeText(root, file, line)}
    </button>
  );
}

const severityClass: Record<Problem["severity"], string> = { error: "wrong", warning: "warning", info: "muted" };
