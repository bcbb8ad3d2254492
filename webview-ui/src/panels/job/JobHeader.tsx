import type { JobAction, JobState, JobView } from "../../../../src/protocol/jobsPanel";
import { capitalized } from "../../format";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { act, revealFiles } from "./jobState";

const icons: Readonly<Record<JobState, readonly [icon: string, tone?: string]>> = {
  pending: ["clock"],
  validating: ["search"],
  queued: ["clock"],
  running: ["play"],
  succeeded: ["pass", "right"],
  failed: ["error", "wrong"],
  cancelled: ["circle-slash", "muted"],
  unknown: ["question", "warning"],
};

const buttons: readonly (readonly [action: JobAction, text: string])[] = [
  ["agree", "Review and agree"],
  ["setKey", "Set API key"],
  ["retry", "Retry"],
  ["resume", "Resume"],
  ["pause", "Pause"],
  ["cancel", "Cancel job"],
  ["evaluate", "Evaluate"],
  ["useAsLf", "Use as LF"],
  ["remove", "Delete"],
];

/** What a job that stands still waits for, or one that succeeded. */
const forward: ReadonlySet<JobAction> = new Set(["agree", "setKey", "retry", "resume", "evaluate", "useAsLf"]);

/** The job's name, where it stands, what is wrong, and what can be done now. */
export function JobHeader({ job }: { job: JobView }) {
  const [icon, tone] = icons[job.state];
  return (
    <header className="header">
      <div className="header-line">
        <h1>{job.suffix ?? job.baseModel}</h1>
        <div className="job-state" role="status">
          <Icon name={icon} className={tone ?? ""} />
          <span>{capitalized(job.stateText)}</span>
        </div>
        <div className="job-buttons">
          {buttons
            .filter(([action]) => job.actions.includes(action))
            .map(([action, text], index) => (
              <Button key={action} appearance={index === 0 && forward.has(action) ? "primary" : "secondary"} onClick={() => act(action)}>
                {text}
              </Button>
            ))}
          <Button appearance="secondary" onClick={revealFiles}>
            Show files
          </Button>
        </div>
      </div>
      {job.progress && !job.ended && (
        <progress aria-label="Steps trained" className="job-progress" value={job.progress.done} max={job.progress.total} />
      )}
      {job.problem !== undefined && (
        <p className="job-problem" role="alert">
          <Icon name={job.ended ? "error" : "warning"} className={job.ended ? "wrong" : "warning"} /> {job.problem}
        </p>
      )}
    </header>
  );
}
