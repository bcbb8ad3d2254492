import type { EvaluatedProject, EvaluationSnapshot } from "../../../../src/protocol/evaluationPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { Button } from "../../ui/Button";
import { Dropdown } from "../../ui/Dropdown";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { chooseRun, exportMarkdown, makeLf, selectProject, train } from "./evaluationState";
import { runText } from "./evaluationText";

/** Which project and run, what the run learned from, and what can be done with it. */
export function RunHeader({ projects, project }: { projects: EvaluationSnapshot["projects"]; project: EvaluatedProject }) {
  const { root, name, run, runs } = project;
  return (
    <header className="header">
      <div className="header-line">
        <h1>Evaluation{projects.length > 1 ? "" : ` of ${name}`}</h1>
        {projects.length > 1 && (
          <Dropdown
            label="Project"
            value={root}
            options={projects.map((other) => ({ value: other.root, text: other.name }))}
            onChange={(chosen) => chosen !== root && selectProject(chosen)}
          />
        )}
        {run && (
          <Dropdown
            label="Run"
            value={run.id}
            options={runs.map((one) => ({ value: one.id, text: runText(one) }))}
            onChange={(id) => id !== run.id && chooseRun(id)}
          />
        )}
        {run && <TrainButton project={project} appearance="secondary" text="Train again" />}
        {project.current && (
          <Button appearance="secondary" onClick={makeLf}>
            Use as LF
          </Button>
        )}
        {run && <Button onClick={exportMarkdown}>Export as Markdown</Button>}
      </div>
      {run && <Facts run={run} />}
    </header>
  );
}

function Facts({ run: { training, evaluation } }: { run: NonNullable<EvaluatedProject["run"]> }) {
  return (
    <ul className="facts">
      <li>learned {training.target}</li>
      <li>
        {counted(training.rows.soft, "row")} with a soft label, {wholeNumber(training.rows.gold)} with gold
      </li>
      <li>{counted(training.features, "feature")}</li>
      <li>{training.seconds.toFixed(1)} s</li>
      <li>{evaluation.scored === null ? "no split held out for scoring" : `scored on ${evaluation.scored}, held out from training`}</li>
    </ul>
  );
}

/** What a reader must know before the figures. */
export function RunNotices({ project: { stale, run, unreadable, training } }: { project: EvaluatedProject }) {
  const notes = run?.evaluation.notes ?? [];
  return (
    <>
      {training && <Progress text={progressText(training)} />}
      {stale && (
        <p className="stale-notice" role="status">
          <Icon name="warning" className="warning" />
          <span>LFs, data or settings have changed since this run. Train again for current figures.</span>
        </p>
      )}
      {unreadable.length > 0 && (
        <div className="stale-notice">
          <Icon name="warning" className="warning" />
          <ul aria-label="Unreadable run records">
            {unreadable.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {notes.length > 0 && (
        <ul className="advice" aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>
              <Icon name="info" /> <span>{note}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What stands where no model has been trained. */
export function NoRun({ project }: { project: EvaluatedProject }) {
  return (
    <section className="notice">
      <h2>
        <Icon name="graph" /> No end model yet
      </h2>
      <p>
        An end model learns from the denoised labels, so it can also label rows without votes. It trains on this machine in seconds and is
        compared with the label model and majority vote on your gold.
      </p>
      <TrainButton project={project} appearance="primary" text="Train End Model" />
      {project.blocked !== undefined && <p className="muted">{project.blocked}</p>}
    </section>
  );
}

function TrainButton({ project, appearance, text }: { project: EvaluatedProject; appearance: "primary" | "secondary"; text: string }) {
  return (
    <Button appearance={appearance} disabled={project.training !== undefined || project.blocked !== undefined} onClick={train}>
      {text}
    </Button>
  );
}

const progressText = ({ what, done, total }: NonNullable<EvaluatedProject["training"]>): string =>
  `Training: ${what}${total > 0 ? `, ${wholeNumber(done)} of ${wholeNumber(total)}` : ""}`;
