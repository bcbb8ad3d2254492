import type { JobView } from "../../../../src/protocol/jobsPanel";
import { Alone } from "../../ui/Alone";
import { ErrorBar } from "../../ui/ErrorBar";
import { Progress } from "../../ui/Progress";
import { Checkpoints } from "./Checkpoints";
import { Events } from "./Events";
import { JobFacts } from "./JobFacts";
import { JobHeader } from "./JobHeader";
import { dismissError, useJobState } from "./jobState";
import { LossCurve } from "./LossCurve";

export function JobApp() {
  const { known, job, error } = useJobState();
  return (
    <>
      {error !== undefined && <ErrorBar message={error} onDismiss={dismissError} />}
      {!job && (
        <Alone title="Fine-tune job">
          {!known && error === undefined && <Progress text="Waiting for the editor" />}
          {known && <p className="notice">Job not found: its project is not open, or the job was deleted.</p>}
        </Alone>
      )}
      {job && <Job job={job} />}
    </>
  );
}

/** One job: where it stands and what can be done, its loss, its facts and its events. */
function Job({ job }: { job: JobView }) {
  return (
    <div className="panel">
      <main className="overview job">
        <JobHeader job={job} />
        <div className="job-parts">
          <LossCurve job={job} />
          <JobFacts job={job} />
        </div>
        <Checkpoints checkpoints={job.checkpoints} />
        <Events log={job.log} />
      </main>
    </div>
  );
}
