import type { PanelSnapshot, ProjectSnapshot, Scope } from "../../../../src/protocol/panel";
import { wholeNumber, counted, sampleText } from "../../../../src/core/data/numberText";
import { duration } from "../../format";
import { exportLabels, openEvaluation, selectProject, showRows } from "../../state";
import { Button } from "../../ui/Button";
import { Dropdown } from "../../ui/Dropdown";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { ScopeSwitch } from "./ScopeSwitch";

interface HeaderProps {
  readonly projects: PanelSnapshot["projects"];
  readonly project: ProjectSnapshot;
  readonly scope: Scope;
}

/** Which project, what it is doing, what it runs on, and what can be done with it. */
export function Header({ projects, project, scope }: HeaderProps) {
  return (
    <header className="header">
      <div className="header-line">
        {projects.length > 1 ? (
          <>
            <h1 className="for-screen-readers">{project.name}</h1>
            <Dropdown
              label="Project"
              value={project.root}
              options={projects.map(({ root, name }) => ({ value: root, text: name }))}
              onChange={(root) => root !== project.root && selectProject(root)}
            />
          </>
        ) : (
          <h1>{project.name}</h1>
        )}
        <Phase project={project} />
        <Button appearance="secondary" onClick={openEvaluation}>
          Evaluation
        </Button>
        <Button appearance="primary" disabled={!project.numbers.sample.labeled || project.phase === "failed"} onClick={exportLabels}>
          Export labels
        </Button>
      </div>
      {project.data && (
        <div className="facts-line">
          <ScopeSwitch project={project} scope={scope} />
          {scope === "sample" && <Facts project={project} data={project.data} />}
        </div>
      )}
    </header>
  );
}

function Phase({ project: { phase, progress, lastRun } }: { project: ProjectSnapshot }) {
  if (phase === "running" || phase === "loading") return <Progress text={progressText(phase, progress)} />;
  const text = phase === "ready" && lastRun ? runText(lastRun) : "";
  return (
    <div className="progress" role="status">
      {phase === "failed" && <Icon name="error" className="wrong" />}
      <span>{phase === "failed" ? "Cannot run" : text}</span>
    </div>
  );
}

/** An LF runs only if it, the data or the sample has changed. */
const runText = ({ lfs, ms }: NonNullable<ProjectSnapshot["lastRun"]>): string =>
  lfs === 0 ? "Up to date" : `Ran ${counted(lfs, "LF")} in ${duration(ms)}`;

function progressText(phase: "running" | "loading", progress: ProjectSnapshot["progress"]): string {
  if (!progress) return phase === "running" ? "Running LFs" : "Reading data";
  return progress.total > 0 ? `${progress.what}: ${wholeNumber(progress.done)} of ${wholeNumber(progress.total)}` : progress.what;
}

function Facts({ project, data }: { project: ProjectSnapshot; data: NonNullable<ProjectSnapshot["data"]> }) {
  return (
    <ul className="facts">
      <li>
        <button type="button" className="fact" onClick={() => showRows({})}>
          {sampleText(data)}
        </button>
      </li>
      <li>{data.sampleGold === 0 ? "no gold" : `${wholeNumber(data.sampleGold)} with gold`}</li>
      {project.numbers.sample.labelModel && <li>label model: {project.numbers.sample.labelModel.title}</li>}
      {data.badLines > 0 && (
        <li>
          <Icon name="warning" className="warning" /> {counted(data.badLines, "bad line")} skipped
        </li>
      )}
    </ul>
  );
}
