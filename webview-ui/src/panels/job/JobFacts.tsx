import type { ReactNode } from "react";
import type { JobView } from "../../../../src/protocol/jobsPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { capitalized, timeText } from "../../format";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { copy } from "./jobState";

/** What the job is and what came of it. */
export function JobFacts({ job }: { job: JobView }) {
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    ["Tuned model", job.tunedModel === undefined ? undefined : <Copyable text={job.tunedModel} what="model name" />],
    ["Provider", job.host === undefined ? job.providerTitle : `${job.providerTitle} (${job.host})`],
    ["Base model", job.baseModel],
    ["Job", <Copyable text={job.id} what="job ID" />],
    [
      "Provider's job ID",
      job.host === undefined || job.remoteId === undefined ? undefined : <Copyable text={job.remoteId} what="provider's job ID" />,
    ],
    ["Examples", `${wholeNumber(job.examples.training)} training, ${wholeNumber(job.examples.validation)} validation`],
    ["Cost so far", job.costText],
    ["Estimate", job.estimateText],
    ...Object.entries(job.hyperparameters).map(([name, value]) => [words(name), String(value)] as const),
    ["Files", <code className="path">{job.folder}</code>],
  ];
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">Job</h2>
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
      <h2 className="job-history-title">{counted(job.history.length, "state")} so far</h2>
      <ol className="job-history">
        {job.history.map(({ at, state, note }, index) => (
          <li key={index}>
            <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time> {state}
            {note !== undefined && <span className="muted">: {note}</span>}
          </li>
        ))}
      </ol>
    </section>
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
