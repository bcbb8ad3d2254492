import type { JobAction } from "../../protocol/jobsPanel";
import type { Jobs } from "./jobs";

/** What a job goes by in a workspace. */
export interface JobName {
  /** The project's folder. */
  readonly root: string;
  readonly id: string;
}

/** Does with a job what its views offer, but for what needs the user: `setKey`, `agree`, `evaluate` and `useAsLf`. @throws Error in plain words */
export async function actOn(
  jobs: Jobs,
  { root, id }: JobName,
  action: Exclude<JobAction, "setKey" | "agree" | "evaluate" | "useAsLf">,
): Promise<void> {
  const folder = await jobs.of(root);
  if (action === "retry") folder.retry();
  else await folder[action](id);
}
