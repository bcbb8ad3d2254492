import type { Numbers as NumbersOfRows, PanelSnapshot, ProjectSnapshot } from "../../../../src/protocol/panel";
import type { CSSProperties } from "react";
import type { View } from "../../state";
import { Progress } from "../../ui/Progress";
import { AllRowsNotice } from "./AllRowsNotice";
import { ClarityMatrix } from "./ClarityMatrix";
import { Dependencies } from "./Dependencies";
import { Header } from "./Header";
import { LabelModelCard } from "./labelModel/LabelModelCard";
import { LabelBars } from "./LabelBars";
import { LfTable } from "./LfTable";
import { NoLfs } from "./Notices";
import { Problems } from "./Problems";
import { RowsView } from "./RowsView";
import { ScopeContext } from "./scope";
import { StaleNotice } from "./StaleNotice";

interface ClarityPanelProps {
  readonly projects: PanelSnapshot["projects"];
  readonly project: ProjectSnapshot;
  readonly view: View;
}

const DEFAULT_SHARE = 58;

/** One project: its numbers, and beside or below them the rows behind the number that was chosen. */
export function ClarityPanel({ projects, project, view }: ClarityPanelProps) {
  const { scope = "sample", share = DEFAULT_SHARE } = view;
  const filter = project.data && scope === "sample" ? view.filter : undefined;
  return (
    <div className={filter ? "panel with-rows" : "panel"} style={{ "--share": `${share}%` } as CSSProperties}>
      <main className="overview" key={project.root}>
        <Header projects={projects} project={project} scope={scope} />
        {scope === "sample" && <StaleNotice project={project} />}
        <Problems project={project} />
        <Overview project={project} view={view} />
      </main>
      {filter && <RowsView key={`${project.root} ${JSON.stringify(filter)}`} project={project} filter={filter} share={share} />}
    </div>
  );
}

function Overview({ project, view }: { project: ProjectSnapshot; view: View }) {
  if (project.phase === "failed" && !project.data) return null;
  if (!project.data) return <Progress text={project.progress?.what ?? "Reading data"} />;
  if (project.numbers.sample.lfs.length === 0) {
    return <NoLfs labels={project.labels} {...(project.columns?.text !== undefined && { textColumn: project.columns.text })} />;
  }
  if (view.scope === "allRows") return <AllRows project={project} view={view} />;
  return (
    <>
      <Numbers project={project} numbers={project.numbers.sample} view={view} />
      <Dependencies project={project} filter={view.filter} />
    </>
  );
}

/** The numbers of all rows; what is there of the sample's stands under its own choice. */
function AllRows({ project, view }: { project: ProjectSnapshot; view: View }) {
  const measured = project.numbers.allRows?.measured;
  return (
    <ScopeContext value="allRows">
      <AllRowsNotice project={project} />
      {measured && <Numbers project={project} numbers={measured.numbers} view={view} />}
    </ScopeContext>
  );
}

interface NumbersProps {
  readonly project: ProjectSnapshot;
  readonly numbers: NumbersOfRows;
  readonly view: View;
}

/** The numbers of one set of rows; what belongs to the project whatever is counted (its folder, its columns, its end model) is beside them. */
function Numbers({ project, numbers, view }: NumbersProps) {
  return (
    <>
      <div className="overview-top">
        <ClarityMatrix project={project} numbers={numbers} view={view} />
        <LabelBars numbers={numbers} filter={view.filter} />
      </div>
      <LabelModelCard project={project} numbers={numbers} />
      <LfTable root={project.root} numbers={numbers} view={view} />
    </>
  );
}
