import type { JobRecord } from "../../jobs/job";
import { costText } from "../../jobs/prices";
import type { Provider } from "../../jobs/provider";
import { trainsEndModel } from "../../jobs/providers/descriptions";
import { secretOf } from "../../jobs/secrets";
import { jobSnapshot } from "../../jobs/snapshot";
import { isFinal } from "../../protocol/jobs";
import type { JobAction, JobView } from "../../protocol/jobsPanel";
import { stateText } from "./jobWording";

/** Where a job is, beyond its record. */
export interface JobPlace {
  /** The project's folder. */
  readonly root: string;
  /** The job's own folder. */
  readonly folder: string;
  readonly provider: Provider;
  /** This process takes it on. */
  readonly followed: boolean;
  /** The user agreed to it on this machine. */
  readonly agreed: boolean;
}

/** All that views say of a job. */
export function jobView(job: JobRecord, { root, folder, provider, followed, agreed }: JobPlace): JobView {
  const snapshot = jobSnapshot(job, agreed);
  const secret = secretOf(job.ticket.provider);
  return {
    ...snapshot,
    root,
    folder,
    providerTitle: provider.title,
    ...(provider.host === undefined ? {} : { host: provider.host }),
    ...(secret ? { secret: secret.name } : {}),
    stateText: stateText(snapshot),
    costText: costText(snapshot.costSoFar),
    estimateText: costText(snapshot.estimate),
    ended: isFinal(job.state),
    actions: agreed ? actionsOf(job, provider, followed) : ["agree", "remove"],
  };
}

function actionsOf(job: JobRecord, provider: Provider, followed: boolean): JobAction[] {
  if (isFinal(job.state)) return [...modelActions(job, provider), "remove"];
  const waits = !followed && job.problem !== undefined;
  return [
    ...(waits && secretOf(job.ticket.provider) ? (["setKey"] as const) : []),
    ...(waits ? (["retry"] as const) : []),
    ...(job.paused && provider.resume ? (["resume"] as const) : []),
    ...(job.state === "running" && !job.paused && provider.pause ? (["pause"] as const) : []),
    ...(job.cancelRequested ? [] : (["cancel"] as const)),
  ];
}

/** What can be done with a tuned model: an end model of this machine predicts, others are asked by the ticket's template. */
function modelActions({ state, tunedModel, ticket }: JobRecord, provider: Provider): JobAction[] {
  if (state !== "succeeded" || tunedModel === undefined) return [];
  if (trainsEndModel(ticket.provider.id)) return ["useAsLf"];
  return ticket.task !== undefined && provider.ask !== undefined ? ["evaluate", "useAsLf"] : [];
}
