import type { ReactNode } from "react";
import type { JobView } from "../../../../src/protocol/jobsPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { capitalized, timeText } from "../../format";
import { Button } from "../../ui/Button";
import { Fold } from "../../ui/Fold";
import { Icon } from "../../ui/Icon";
import { copy } from "./jobState";

/** What the job is and what came of it. */
export function JobFacts({ job }: { job: JobView }) {
  const facts: readonly Fact[] = [
    ["Tuned model", job.tunedModel === undefined ? undefined : <Copyable text={job.tunedModel} what="model name" />],
    ["Provider", job.host === undefined ? job.providerTitle : `${job.providerTitle} (${job.host})`],
    ["Base model", job.baseModel],
    ["Examples", `${wholeNumber(job.examples.training)} training, ${wholeNumber(job.examples.validation)} validation`],
    ["Rows not used", job.notUsed],
    ["Cost so far", job.costText],
    ["Estimate", job.estimateText],
    ...Object.entries(job.hyperparameters).map(([name, value]) => [words(name), String(value)] as const),
  ];
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">Job</h2>
      <Facts facts={facts} />
      <h2 className="job-history-title">{counted(job.history.length, "state")} so far</h2>
      <ol className="job-history">
        {job.history.map(({ at, state, note }, index) => (
          <li key={index}>
            <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time> {state}
            {note !== undefined && <span className="muted">: {note}</span>}
          </li>
        ))}
      </ol>
      <Fold id="record-title" title="Record" summary={job.id} open={false}>
        <Facts facts={recordOf(job)} />
      </Fold>
    </section>
  );
}

type Fact = readonly [name: string, value: ReactNode];

/** What only those look up who compare: names, hashes, paths. */
function recordOf(job: JobView): readonly Fact[] {
  const { training, validation } = job.checksums;
  const remote = job.host === undefined ? undefined : job.remoteId;
  return [
    ["Job", <Copyable text={job.id} what="job ID" />],
    ["Provider's job ID", remote === undefined ? undefined : <Copyable text={remote} what="provider's job ID" />],
    ["SHA-256 of training", <Copyable text={training} what="hash of the training file" />],
    ["SHA-256 of validation", validation === undefined ? undefined : <Copyable text={validation} what="hash of the validation file" />],
    ["Files", <code className="path">{job.folder}</code>],
  ];
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="job-facts">
      {facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** "learningRate" -> "Learning rate" */
const words = (name: string): string => capitalized(name.replaceAll("_", " ").replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`));

function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="copyable">
      <code className="path">{text}</code>
      <Button appearance="icon" label={`Copy the ${what}`} onClick={() => copy(text)}>
        <Icon name="copy" />
      </Button>
    </span>
  );
}
